/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of a trace, and looking them up.
 */
#include "harness/trace/words.h"
#include "cases/case.h"
#include "pcap/conversation.h"
#include "pcap/show.h"

#include <stdlib.h>
#include <string.h>

#define WORDS(name_, what_)                                                    \
	const struct words words_##name_ = {                                   \
		.what = what_,                                                 \
		.list = name_##_list,                                          \
		.n = sizeof(name_##_list) / sizeof(*name_##_list),             \
	}

static const struct word end_list[] = {
	{END_CLIENT, "client", 0},
	{END_SERVER, "server", 0},
};
WORDS(end, "client or server");

static const struct word state_list[] = {
	{TCP_ESTABLISHED, "ESTABLISHED", 0}, {TCP_SYN_SENT, "SYN_SENT", 0},
	{TCP_SYN_RECV, "SYN_RECV", 0},	     {TCP_FIN_WAIT1, "FIN_WAIT1", 0},
	{TCP_FIN_WAIT2, "FIN_WAIT2", 0},     {TCP_TIME_WAIT, "TIME_WAIT", 0},
	{TCP_CLOSE, "CLOSED", 0},	     {TCP_CLOSE_WAIT, "CLOSE_WAIT", 0},
	{TCP_LAST_ACK, "LAST_ACK", 0},	     {TCP_LISTEN, "LISTEN", 0},
	{TCP_CLOSING, "CLOSING", 0},
};
WORDS(state, "a TCP state");

static const struct word how_list[] = {
	{SHUT_RD, "SHUT_RD", 0},
	{SHUT_WR, "SHUT_WR", 0},
	{SHUT_RDWR, "SHUT_RDWR", 0},
};
WORDS(how, "SHUT_RD, SHUT_WR or SHUT_RDWR");

static const struct word kind_list[] = {
	{ANY, "segment", 0},	     {SYN, "SYN", 0},	{SYN_ACK, "SYN,ACK", 0},
	{ACK, "ACK", 0},	     {DATA, "data", 0}, {FIN, "FIN", 0},
	{RST, "RST", 0},
};
WORDS(kind, "segment, SYN, SYN,ACK, ACK, data, FIN or RST");

/* EPOLLIN and the like have the same values. */
static const struct word poll_list[] = {
	{POLLIN, "IN", 0},   {POLLPRI, "PRI", 0}, {POLLOUT, "OUT", 0},
	{POLLERR, "ERR", 0}, {POLLHUP, "HUP", 0}, {POLLRDHUP, "RDHUP", 0},
	{EPOLLET, "ET", 0},
};
WORDS(poll, "IN, PRI, OUT, ERR, HUP, RDHUP or ET");

/* tcpdump's letters in tcpdump's order; AE is RFC 9768's. */
static const struct word flag_list[] = {
	{SEG_FIN, "F", 0}, {SEG_SYN, "S", 0}, {SEG_RST, "R", 0},
	{SEG_PSH, "P", 0}, {SEG_ACK, ".", 0}, {SEG_URG, "U", 0},
	{SEG_ECE, "E", 0}, {SEG_CWR, "W", 0}, {SEG_AE, "e", 0},
};
WORDS(flag, "TCP flags");

static const struct word show_list[] = {
	{SHOW_WINDOW, "window", 0}, {SHOW_OPTIONS, "options", 0},
	{SHOW_URGENT, "urgent", 0}, {SHOW_QUEUES, "queues", 0},
	{SHOW_TIME, "time", 0},	    {SHOW_BULK, "bulk", 0},
	{SHOW_EACH, "each", 0},	    {SHOW_PROBES, "probes", 0},
};
WORDS(show, "window, options, urgent, queues, time, bulk, each or probes");

static const struct word need_list[] = {
	{NEED_NETCAT, "netcat", 0},
	{NEED_ORPHANS, "max_orphans", 0},
	{NEED_DESTROY, "SOCK_DESTROY", 0},
	{NEED_COOKIES, "SYN_cookies", 0},
	{NEED_MIGRATE, "migrate_req", 0},
};
WORDS(need, "netcat, max_orphans, SOCK_DESTROY, SYN_cookies or migrate_req");

/* All variants of a link, and then each. */
static const struct word on_list[] = {
	{ON_LO, "lo", 0},	  {ON_LO4, "lo4", 0},
	{ON_LO6, "lo6", 0},	  {ON_LO46, "lo46", 0},
	{ON_WIRE, "wire", 0},	  {ON_WIRE4, "wire4", 0},
	{ON_WIRE6, "wire6", 0},	  {ON_FORGED, "forged", 0},
	{ON_FORGED4, "forged4", 0}, {ON_FORGED6, "forged6", 0},
};
WORDS(on, "lo, wire, forged, lo4, lo6, lo46, wire4, wire6, forged4 or "
	  "forged6");

const char *word_text(const struct words *w, int64_t value)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->list[i].value == value)
			return w->list[i].text;
	return NULL;
}

const char *word_state(int state)
{
	const char *name = word_text(&words_state, state);

	return name ? name : "UNKNOWN";
}

const struct word *word_find(const struct words *w, const char *text)
{
	const struct word *found = NULL;
	size_t i, length, longest = 0;

	for (i = 0; i < w->n; i++) {
		length = strlen(w->list[i].text);
		if (length <= longest || strncmp(text, w->list[i].text, length))
			continue;
		found = &w->list[i];
		longest = length;
	}
	return found;
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

size_t word_distance(const char *a, size_t a_length, const char *b,
		     size_t b_length)
{
	size_t row[64], i, k;

	if (b_length >= sizeof(row) / sizeof(*row))
		return b_length;
	for (k = 0; k <= b_length; k++)
		row[k] = k;
	for (i = 1; i <= a_length; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (k = 1; k <= b_length; k++) {
			size_t above = row[k];

			row[k] = least(above + 1, row[k - 1] + 1,
				       diagonal + (a[i - 1] != b[k - 1]));
			diagonal = above;
		}
	}
	return row[b_length];
}

const char *word_nearest(const struct words *w, const char *text,
			 size_t length)
{
	/* Half of a word must be there. */
	size_t i, best = length / 2 + 1;
	const char *nearest = NULL;

	for (i = 0; i < w->n; i++) {
		const char *name = w->list[i].text;
		size_t d = word_distance(text, length, name, strlen(name));

		if (d < best) {
			best = d;
			nearest = name;
		}
	}
	return nearest;
}

uint32_t words_bits(const struct words *w, const char *text)
{
	const struct word *word;
	uint32_t bits = 0;

	for (; (word = word_find(w, text)); text += strlen(word->text))
		bits |= (uint32_t)word->value;
	return bits;
}

uint32_t words_put_bits(FILE *out, const struct words *w, uint32_t bits,
			const char *between)
{
	const char *gap = "";
	size_t i;

	for (i = 0; i < w->n; i++) {
		uint32_t value = (uint32_t)w->list[i].value;

		if ((bits & value) != value)
			continue;
		fprintf(out, "%s%s", gap, w->list[i].text);
		gap = between;
		bits &= ~value;
	}
	return bits;
}
