/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A reaction of the kernel beside that of the model, and the name of what is
 * different.
 */
#include "harness/grid/deviation.h"
#include "tests/suite.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>

static struct error err;

START_TEST(every_station_is_reached)
{
	const struct station *s;
	struct tcb tcb;

	for (s = stations(); s->name; s++) {
		ck_assert_msg(!rfc_station(s, &tcb, &err), "%s", err.text);
		ck_assert_msg(rfc9293_possible(&tcb), "%s", s->name);
	}
	ck_assert_uint_eq(station_count(), 18);
}
END_TEST

START_TEST(another_state_is_noticed)
{
	struct station s = *station_find("FIN_WAIT2");
	struct tcb tcb;

	s.rfc = RFC_CLOSING;
	ck_assert_int_eq(rfc_station(&s, &tcb, &err), -1);
	ck_assert_str_eq(err.text, "FIN_WAIT2: the model comes to FIN-WAIT-2");
}
END_TEST

START_TEST(names_are_different)
{
	const struct station *s, *t;
	const struct deviation *d, *e;

	for (s = stations(); s->name; s++)
		for (t = stations(); t != s; t++)
			ck_assert_str_ne(s->name, t->name);
	for (d = deviations(); d->name; d++) {
		ck_assert(*d->rule && *d->reason && *d->function);
		for (e = deviations(); e != d; e++)
			ck_assert_str_ne(d->name, e->name);
	}
}
END_TEST

#define ACK_OF(kind)                                                          \
	.n = 1, .reply = {{.flags = SEG_ACK, .seq_kind = NUMBER_SND_NXT,      \
			   .ack_kind = (kind)}}
#define RST_OF_ACK                                                            \
	.n = 1, .reply = {{.flags = SEG_RST, .seq_kind = NUMBER_SEG_ACK}}

#define SYN_ACK_OF(kind, offset) \
	.n = 1, .reply = {{.flags = SEG_SYN | SEG_ACK, .seq_kind = (kind), \
			   .seq = (offset), .ack_kind = NUMBER_SEG_SYN}}

/* What a kernel might do; without a name it conforms, "-" is one unnamed. */
static const struct {
	const char *station, *cell;
	struct reaction kernel;
	const char *name;
} opinions[] = {
	{"CLOSED", "ACK,exact,una,0", {RST_OF_ACK, .state = TCP_CLOSE}, NULL},
	{"CLOSED", "ACK,exact,una,0", {.state = TCP_CLOSE}, "-"},
	{"CLOSED", "RST,exact,una,0", {.state = TCP_CLOSE}, NULL},
	{"LISTEN", "ACK,exact,una,0", {RST_OF_ACK, .state = TCP_LISTEN}, NULL},
	{"LISTEN", "FIN.SYN,exact,una,0", {.state = TCP_LISTEN},
	 "syn_fin_in_listen"},
	{"LISTEN", "SYN,exact,una,0", {.state = TCP_LISTEN}, "-"},
	{"SYN_SENT", "RST.ACK,exact,nxt,0",
	 {.state = TCP_CLOSE, .error = ECONNREFUSED}, "refused_in_syn_sent"},
	{"SYN_SENT", "RST.ACK,exact,nxt,0",
	 {.state = TCP_CLOSE, .error = ECONNRESET}, NULL},
	{"SYN_RCVD", "RST,exact,una,0", {.state = TCP_LISTEN}, NULL},
	{"SYN_RCVD", "RST,exact,una,0", {.state = TCP_SYN_RECV}, "-"},
	{"SYN_RCVD", "RST,inside,una,0", {.state = TCP_LISTEN},
	 "reset_of_request"},
	{"SYN_RCVD", "RST.ACK,exact,una,0", {.state = TCP_SYN_RECV},
	 "reset_of_request"},
	{"SYN_RCVD", "RST.ACK,exact,nxt,0", {.state = TCP_SYN_RECV}, "-"},
	/* Whoever knows the ports could end it. */
	{"SYN_RCVD", "RST,beyond,una,0", {.state = TCP_LISTEN}, "-"},
	{"ESTABLISHED", "ACK,exact,unsent,0", {.state = TCP_ESTABLISHED},
	 "unsent_ack"},
	{"CLOSE_WAIT", "ACK,exact,unsent,0", {.state = TCP_CLOSE_WAIT}, "-"},
	{"ESTABLISHED", "RST,exact,una,0",
	 {.state = TCP_CLOSE, .error = ECONNRESET, .events = POLLERR}, NULL},
	{"ESTABLISHED", "RST,exact,una,0", {.state = TCP_CLOSE}, "-"},
	{"ESTABLISHED", "RST,exact,una,0",
	 {.state = TCP_ESTABLISHED, .events = POLLOUT}, "-"},
	{"ESTABLISHED", "RST,inside,una,0",
	 {ACK_OF(NUMBER_RCV_NXT), .state = TCP_ESTABLISHED}, NULL},
	{"ESTABLISHED", "RST,inside,una,0",
	 {.state = TCP_CLOSE, .error = ECONNRESET}, "-"},
	{"ESTABLISHED", "FIN.ACK,exact,una,0",
	 {ACK_OF(NUMBER_SEG_END), .state = TCP_CLOSE_WAIT}, NULL},
	{"ESTABLISHED", "ACK,exact,una,10",
	 {ACK_OF(NUMBER_SEG_END), .state = TCP_ESTABLISHED, .readable = 10},
	 NULL},
	{"ESTABLISHED", "ACK,exact,una,10",
	 {ACK_OF(NUMBER_SEG_END), .state = TCP_ESTABLISHED, .readable = 9},
	 "-"},
	/* Held or not: the ACK of data behind a gap may be left out. */
	{"ESTABLISHED", "ACK,inside,una,10", {.state = TCP_ESTABLISHED}, NULL},
	{"ESTABLISHED", "ACK,inside,una,10",
	 {ACK_OF(NUMBER_RCV_NXT), .state = TCP_ESTABLISHED}, NULL},
	{"ESTABLISHED", "none,old,una,0", {.state = TCP_ESTABLISHED},
	 "no_ack_bit"},
	{"FIN_WAIT2-orphan", "RST,inside,una,0", {.state = TCP_CLOSE},
	 "mini_socket_reset"},
	{"FIN_WAIT2-orphan", "ACK,exact,unsent,0", {.state = TCP_FIN_WAIT2},
	 "mini_socket_ack"},
	/* Not whatever it does with such segments. */
	{"FIN_WAIT2-orphan", "ACK,exact,unsent,0", {.state = TCP_CLOSE}, "-"},
	{"FIN_WAIT2-orphan", "SYN,exact,una,0", {.state = TCP_FIN_WAIT2}, "-"},
	{"FIN_WAIT2-orphan", "SYN,exact,una,0",
	 {SYN_ACK_OF(NUMBER_FRESH, 0), .state = TCP_SYN_RECV}, "-"},
	/* The same of a full socket would be a hole. */
	{"FIN_WAIT2", "RST,inside,una,0",
	 {.state = TCP_CLOSE, .error = ECONNRESET}, "-"},
	{"CLOSE_WAIT", "RST,exact,una,0",
	 {.state = TCP_CLOSE, .error = EPIPE}, "epipe_in_close_wait"},
	{"CLOSE_WAIT", "RST,left,una,0",
	 {.state = TCP_CLOSE, .error = EPIPE}, "reset_on_the_fin"},
	{"LAST_ACK-orphan", "ACK,exact,nxt,0", {.state = TCP_CLOSE}, NULL},
	{"LAST_ACK-orphan", "ACK,exact,una,0", {.state = TCP_CLOSE}, "-"},
	{"TIME_WAIT", "FIN.SYN,inside,una,0", {.state = TCP_CLOSE},
	 "syn_fin_ends_time_wait"},
	/* Any number beyond the old ones will do. */
	{"TIME_WAIT", "SYN,inside,una,0",
	 {SYN_ACK_OF(NUMBER_SND_NXT, 65537), .state = TCP_SYN_RECV}, NULL},
	{"TIME_WAIT", "SYN,inside,una,0",
	 {SYN_ACK_OF(NUMBER_FRESH, 0), .state = TCP_SYN_RECV}, NULL},
	{"TIME_WAIT", "SYN,inside,una,0",
	 {SYN_ACK_OF(NUMBER_SND_NXT, -1), .state = TCP_SYN_RECV}, "-"},
	{"TIME_WAIT", "SYN,inside,una,0",
	 {SYN_ACK_OF(NUMBER_FRESH, 0), .state = TCP_TIME_WAIT}, "-"},
	{"TIME_WAIT", "RST,exact,una,0", {.state = TCP_CLOSE}, NULL},
	{"TIME_WAIT", "RST,inside,una,0", {.state = TCP_CLOSE}, "-"},
};

START_TEST(opinions_are_named)
{
	const struct station *s = station_find(opinions[_i].station);
	struct reaction before = {0};
	struct opinion opinion;
	struct cell cell;
	struct tcb tcb;
	unsigned rule;

	ck_assert(s && !rfc_station(s, &tcb, &err));
	before.state = s->state == TCP_CLOSE ? station_gone(s) : s->state;
	ck_assert_msg(!cell_parse(opinions[_i].cell, &cell, &err), "%s",
		      err.text);
	rfc_judge(s, &tcb, &cell, &opinions[_i].kernel, &before, &opinion);
	ck_assert_msg(opinion.conforms == !opinions[_i].name,
		      "%s %s: the RFC wants %u replies and state %d",
		      s->name, opinions[_i].cell, opinion.rfc.n,
		      opinion.rfc.state);
	if (opinion.conforms)
		return;
	rule = deviation_of(s, &cell, &opinion);
	if (!strcmp(opinions[_i].name, "-"))
		ck_assert_msg(rule == deviation_count(), "it is named %s",
			      deviations()[rule].name);
	else
		ck_assert(rule < deviation_count() &&
			  !strcmp(deviations()[rule].name,
				  opinions[_i].name));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid rfc");
	TCase *tc = tcase_create("rfc");

	tcase_add_test(tc, every_station_is_reached);
	tcase_add_test(tc, another_state_is_noticed);
	tcase_add_test(tc, names_are_different);
	tcase_add_loop_test(tc, opinions_are_named, 0, COUNT(opinions));
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
