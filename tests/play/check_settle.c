/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When a step is settled, played with small scripts and goldens of the test's
 * own. Limits tell what ended a wait: one that is far too long to be waited
 * for must not have been, and one that is short must have been.
 */
#define CASE_WITHOUT_TABLE
#define SUBJECT settle
#include "cases/case.h"

#include "harness/play/play.h"
#include "harness/stage/stage.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/folder.h"
#include "tests/suite.h"

#define MS 1000000LL
#define NEVER_MS 60000
#define SOON_MS 20000
#define SHORT_MS 100

CASE(talk, "They talk.", "RFC 9293")
{
	call_listen(server, 8);
	call_connect(client);
	call_accept(server);
	call_send(client, 2);
	call_recv(server, 9);
}

CASE(hurried, "Both close.", "RFC 9293")
{
	establish();
	within_ms(2 * SHORT_MS);
	call_close(client);
	call_close(server);
	until_state(server, TCP_CLOSE);
}

CASE(too_slow, "Too slow.", "RFC 9293")
{
	establish();
	within_ms(1);
	call_sleep(client, 50);
	call_close(client);
}

CASE(stuck, "Nobody connects.", "RFC 9293")
{
	call_listen(server, 8);
	call_accept(server);
}

CASE(mistaken, "Nothing was begun.", "RFC 9293")
{
	call_finish(client);
}

CASE(without_socket, "There is nothing to send on.", "RFC 9293")
{
	call_listen(server, 8);
	call_send(client, 10);
}

CASE(begun_twice, "One call at a time.", "RFC 9293")
{
	establish();
	call_recv_begin(server, 9);
	call_recv_begin(server, 9);
}

CASE(too_many, "There is no ninth socket.", "RFC 9293")
{
	call_connect(nth(client, 9));
}

CASE(no_listener, "Nobody has listened.", "RFC 9293")
{
	look_listener(listener(client));
}

CASE(two_listeners, "Both listen.", "RFC 9293")
{
	call_option(listener(server), SOL_SOCKET, SO_REUSEPORT, 1);
	call_listen(server, 8);
	call_option(listener(client), SOL_SOCKET, SO_REUSEPORT, 1);
	call_listen(client, 8);
	call_sock_destroy(listener(server));
}

CASE(no_connection, "There is none to destroy.", "RFC 9293")
{
	call_listen(server, 8);
	call_sock_destroy(server);
}

CASE(no_cable, "Loopback has none.", "RFC 9293")
{
	establish();
	cable_hold(client);
}

CASE(no_forger, "Nobody is forged on loopback.", "RFC 9293")
{
	forge_sack(client);
}

static const struct variant lo4 = { "lo4", LINK_LO, ON_LO4, AF_INET,
				    AF_INET };

static struct play the_play;
static struct error err;
static int64_t took_ms;

static void set_up(void)
{
	folder_make();
	ck_assert(alone_enter());
	/* As a worker does: all on one CPU, so lo delivers at once. */
	stage_pin_cpu(0);
}

static void clear(void)
{
	player_stop(&the_play.player[0]);
	player_stop(&the_play.player[1]);
	capture_close(the_play.capture[0]);
	conversations_free(the_play.table);
	tcpstate_close(the_play.tcpstate[0]);
	golden_clear(&the_play.goldens);
	trace_clear(&the_play.trace);
	free(the_play.seen);
	memset(&the_play, 0, sizeof(the_play));
}

static void prepare(const struct test_case *tc, int limit_ms)
{
	char base[64];
	int i;

	clear();
	play = &the_play;
	play->tc = tc;
	play->variant = lo4;
	play->limit_ns = limit_ms * MS;
	/* Each play has a stage of its own, as in a run. */
	ck_assert_msg(!stage_enter(&err), "%s", err.text);
	snprintf(base, sizeof(base), "%s/%s", tc->subject, tc->name);
	ck_assert_int_eq(golden_load(&play->goldens, folder_path(base),
				     lo4.name, &err), 0);
	for (i = 0; i < 2; i++)
		ck_assert_int_eq(player_start(&play->player[i], AF_INET,
					      &err), 0);
	play->capture[0] = capture_open_live("lo", &err);
	ck_assert_msg(play->capture[0] != NULL, "%s", err.text);
	play->table = conversations_new(SERVER_PORT);
	play->tcpstate[0] = play->tcpstate[1] = tcpstate_open(&err);
	play->network[0] = play->network[1] = -1;
	ck_assert_msg(play->tcpstate[0] != NULL, "%s", err.text);
}

static enum play_end perform(void)
{
	int64_t began = now_ns();
	enum play_end end = play_script();

	took_ms = (now_ns() - began) / MS;
	return end;
}

/* Plays a case by the goldens that lie in the folder. */
static char *played(const struct test_case *tc, int limit_ms)
{
	prepare(tc, limit_ms);
	ck_assert_msg(perform() == PLAY_DONE, "%s", play->err.text);
	return trace_text(&play->trace);
}

static void put_golden(const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "settle/%s.trace", name);
	folder_put(path, text);
}

/* A copy of a trace with @old, that must be in it, replaced. */
static char *changed(const char *trace, const char *old, const char *new)
{
	const char *at = strstr(trace, old);
	char *text;

	ck_assert_msg(at != NULL, "\"%s\" is not in\n%s", old, trace);
	ck_assert_int_ge(asprintf(&text, "%.*s%s%s", (int)(at - trace), trace,
				  new, at + strlen(old)), 0);
	return text;
}

#define TALK &CASE_SYMBOL(settle, talk)
#define DATA "        client > server  P.   1:3 ack 1\n"
#define DATA_ACK "        server > client  .    ack 3\n"

static const char talk_trace[] =
	"# settle/talk\n# They talk.\n# RFC 9293\n\n"
	"server  listen(backlog 8) = 0\n"
	"client  connect() = 0\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        client > server  .    ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n"
	"server  accept() = 0\n"
	"client  send(2) = 2\n" DATA DATA_ACK
	"server  recv(9) = 2\n"
	"end     client ESTABLISHED, server ESTABLISHED\n";

/* Without a golden every step lasts until the wire has been quiet. */
START_TEST(no_golden)
{
	char *trace = played(TALK, NEVER_MS);

	ck_assert_str_eq(trace, talk_trace);
	/* Five steps, each longer than an ACK is delayed. */
	ck_assert_int_ge(took_ms, 5 * 40);
	ck_assert_int_lt(took_ms, SOON_MS);
	free(trace);
	clear();
}
END_TEST

START_TEST(golden_that_fits)
{
	int64_t least = NEVER_MS;
	int i;

	put_golden("talk", talk_trace);
	/* The machine may be busy once, but not each time. */
	for (i = 0; i < 5; i++) {
		char *trace = played(TALK, NEVER_MS);

		ck_assert_str_eq(trace, talk_trace);
		ck_assert(play->goldens.golden[0].fits);
		if (took_ms < least)
			least = took_ms;
		free(trace);
	}
	/* Not one quiet time was waited for. */
	ck_assert_int_lt(least, 100);
	clear();
}
END_TEST

/* What the golden lists and what never comes: until time is up. */
static const struct {
	const char *old, *new;
} too_much[] = {
	{ DATA_ACK, DATA_ACK DATA_ACK },
	{ DATA_ACK, DATA_ACK "        = client CLOSE_WAIT\n" },
	{ "        = client ESTABLISHED, server ESTABLISHED\n",
	  "        = client ESTABLISHED, server SYN_RECV\n" },
};

START_TEST(golden_that_lists_more)
{
	char *text = changed(talk_trace, too_much[_i].old, too_much[_i].new);
	char *trace;

	put_golden("talk", text);
	trace = played(TALK, SHORT_MS);
	/* What happened is told, not what was expected. */
	ck_assert_str_eq(trace, talk_trace);
	ck_assert(!play->goldens.golden[0].fits);
	ck_assert_int_ge(took_ms, SHORT_MS);
	free(trace);
	free(text);
	clear();
}
END_TEST

/* What is there is not listed: nothing to wait for, a difference at once. */
static const struct {
	const char *old, *new;
} others[] = {
	{ "client  connect() = 0", "client  connect() = -1" },
	{ DATA DATA_ACK, DATA },
	{ DATA DATA_ACK, DATA_ACK DATA },
	{ "# They talk.", "# They walk." },
};

START_TEST(golden_that_is_other)
{
	char *text = changed(talk_trace, others[_i].old, others[_i].new);
	char *trace;

	put_golden("talk", text);
	trace = played(TALK, NEVER_MS);
	ck_assert_str_eq(trace, talk_trace);
	ck_assert(!play->goldens.golden[0].fits);
	ck_assert_int_lt(took_ms, SOON_MS);
	free(trace);
	free(text);
	clear();
}
END_TEST

/* Two goldens: the one that still fits settles, whichever it is. */
static void play_by_two(const char *golden, const char *known)
{
	char *trace;

	put_golden("talk", golden);
	put_golden("talk~x", known);
	trace = played(TALK, NEVER_MS);
	ck_assert_str_eq(trace, talk_trace);
	ck_assert_int_lt(took_ms, SOON_MS);
	ck_assert_uint_eq(play->goldens.n, 2);
	ck_assert_int_eq(play->goldens.golden[0].fits, golden == talk_trace);
	ck_assert_int_eq(play->goldens.golden[1].fits, known == talk_trace);
	free(trace);
	clear();
}

START_TEST(two_goldens)
{
	char *other = changed(talk_trace, too_much[_i].old, too_much[_i].new);

	play_by_two(other, talk_trace);
	play_by_two(talk_trace, other);
	free(other);
}
END_TEST

/* What is shown while it plays is what was played. */
START_TEST(mirrored)
{
	static char mirror[4096];

	put_golden("talk", talk_trace);
	prepare(TALK, NEVER_MS);
	play->mirror = mirror;
	play->mirror_size = sizeof(mirror);
	ck_assert_int_eq(perform(), PLAY_DONE);
	/* All steps; the end line is none. */
	ck_assert_int_eq(strncmp(mirror, talk_trace, strlen(mirror)), 0);
	ck_assert_ptr_nonnull(strstr(mirror, "recv(9) = 2\n"));
	clear();
}
END_TEST

#define HURRIED &CASE_SYMBOL(settle, hurried)

/* In a hurry a golden that does not come true has half of the time. */
START_TEST(hurry)
{
	static const char fin[] = "        client > server  F.   1 ack 1\n";
	char *trace, *text;

	trace = played(HURRIED, NEVER_MS);
	ck_assert_ptr_nonnull(strstr(trace, fin));
	text = changed(trace, fin, "        client > server  F.   1 ack 1\n"
		       "        server > client  .    ack 9\n");
	put_golden("hurried", text);
	prepare(HURRIED, NEVER_MS);
	/* On a machine that is very slow it is disturbed, and that is right. */
	if (perform() == PLAY_DONE)
		ck_assert(!play->goldens.golden[0].fits);
	ck_assert_int_lt(took_ms, SOON_MS);
	free(text);
	free(trace);
	clear();
}
END_TEST

START_TEST(disturbed)
{
	prepare(&CASE_SYMBOL(settle, too_slow), NEVER_MS);
	ck_assert_int_eq(perform(), PLAY_DISTURBED);
	ck_assert_int_lt(took_ms, SOON_MS);
	/* The way out of a script frees nothing; a worker ends there. */
	clear();
	folder_remove();
	_exit(EXIT_SUCCESS);
}
END_TEST

START_TEST(never_returns)
{
	char *trace;

	prepare(&CASE_SYMBOL(settle, stuck), SHORT_MS);
	ck_assert_int_eq(perform(), PLAY_STUCK);
	ck_assert_int_ge(took_ms, SHORT_MS);
	trace = trace_text(&play->trace);
	ck_assert_ptr_nonnull(strstr(trace, "server  accept() has not "
					    "returned after 0 s\n"));
	/* It ends like any other trace. */
	ck_assert_ptr_nonnull(strstr(trace, "end     no connection\n"));
	free(trace);
	clear();
}
END_TEST

static const struct {
	const struct test_case *tc;
	const char *text;
} mistakes[] = {
	{ &CASE_SYMBOL(settle, mistaken), "client has begun no call" },
	{ &CASE_SYMBOL(settle, without_socket),
	  "client cannot make the call send(10)" },
	{ &CASE_SYMBOL(settle, begun_twice), "server has begun a call already" },
	{ &CASE_SYMBOL(settle, too_many),
	  "client#9: a player has sockets 1 to 8" },
	{ &CASE_SYMBOL(settle, no_listener), "client has never listened" },
	{ &CASE_SYMBOL(settle, two_listeners),
	  "client and server listen on the same port: which of the two is "
	  "meant cannot be said" },
	{ &CASE_SYMBOL(settle, no_connection),
	  "server has no connection that was seen" },
	{ &CASE_SYMBOL(settle, no_cable),
	  "cable: there is no cable on this link" },
	{ &CASE_SYMBOL(settle, no_forger),
	  "forge: there is no forged peer on this link" },
};

START_TEST(broken_by_the_script)
{
	prepare(mistakes[_i].tc, NEVER_MS);
	ck_assert_int_eq(perform(), PLAY_BROKEN);
	ck_assert_str_eq(play->err.text, mistakes[_i].text);
	clear();
}
END_TEST

START_TEST(broken_by_a_dead_player)
{
	char *trace;

	prepare(TALK, NEVER_MS);
	ck_assert_int_eq(kill(play->player[0].pid, SIGKILL), 0);
	ck_assert_int_eq(perform(), PLAY_BROKEN);
	ck_assert_int_lt(took_ms, SOON_MS);
	ck_assert_int_eq(strncmp(play->err.text, "client: ", 8), 0);
	/* What went before it is still told. */
	trace = trace_text(&play->trace);
	ck_assert_ptr_nonnull(strstr(trace, "listen(backlog 8) = 0\n"));
	ck_assert_ptr_null(strstr(trace, "end "));
	free(trace);
	clear();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("settle");
	TCase *tcase = tcase_create("settle");
	int skip = need_for("check_settle", NEED_NAMESPACES);

	if (skip)
		return skip;
	tcase_set_timeout(tcase, 2 * NEVER_MS / 1000);
	tcase_add_checked_fixture(tcase, set_up, folder_remove);
	tcase_add_test(tcase, no_golden);
	tcase_add_test(tcase, golden_that_fits);
	tcase_add_loop_test(tcase, golden_that_lists_more, 0,
			    COUNT(too_much));
	tcase_add_loop_test(tcase, golden_that_is_other, 0, COUNT(others));
	tcase_add_loop_test(tcase, two_goldens, 0, COUNT(too_much));
	tcase_add_test(tcase, mirrored);
	tcase_add_test(tcase, hurry);
	tcase_add_exit_test(tcase, disturbed, EXIT_SUCCESS);
	tcase_add_test(tcase, never_returns);
	tcase_add_loop_test(tcase, broken_by_the_script, 0, COUNT(mistakes));
	tcase_add_test(tcase, broken_by_a_dead_player);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
