/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of cases: what a case says of itself. A part of cases/case.h.
 */
#ifndef CASES_ATTRIBUTES_H
#define CASES_ATTRIBUTES_H

#include "pcap/show.h"

#include <stdbool.h>

/*
 * What a trace shows beside flags and numbers. Of segments: SHOW_WINDOW,
 * SHOW_OPTIONS and SHOW_URGENT, see pcap/show.h.
 */
#define SHOW_QUEUES 0x100 /* Recv-Q and Send-Q behind a state, when not 0 */
#define SHOW_TIME   0x200 /* how long a call took, to a tenth of a second */
#define SHOW_BULK   0x400 /* data summed up, bare ACKs left out */
#define SHOW_EACH   0x800 /* the states after each segment, not each step */
#define SHOW_PROBES 0x1000 /* with SHOW_BULK: probes of a closed window too */

/* What a case needs and a machine may lack. */
#define NEED_NETCAT   0x01 /* the `nc` of netcat-openbsd */
/* net.ipv4.tcp_max_orphans, which is the whole machine's: in a kernel under test
 * only, and with no other case beside it. */
#define NEED_ORPHANS  0x02
#define NEED_DESTROY  0x04 /* SOCK_DESTROY (CONFIG_INET_DIAG_DESTROY) */
#define NEED_COOKIES  0x08 /* CONFIG_SYN_COOKIES */
#define NEED_MIGRATE  0x10 /* net.ipv4.tcp_migrate_req, from 5.14 on */

/* Variants, as bits: which family and link a case makes sense on. */
#define ON_LO4	0x01
#define ON_LO6	0x02
#define ON_LO46 0x04 /* an IPv4 connection between IPv6 sockets */
#define ON_LO	(ON_LO4 | ON_LO6 | ON_LO46)
#define ON_WIRE4   0x08
#define ON_WIRE6   0x10
#define ON_WIRE	   (ON_WIRE4 | ON_WIRE6)
#define ON_FORGED4 0x20
#define ON_FORGED6 0x40
#define ON_FORGED  (ON_FORGED4 | ON_FORGED6)

/* Whose segments are written by hand. */
#define FORGED_CLIENT 1
#define FORGED_SERVER 2

/**
 * struct test_case - one case
 * @subject, @name: together the fixed name "subject/name"
 * @about: one sentence that says what happens and why it matters
 * @refs: RFC sections or kernel functions, "; " between them
 * @script: the calls
 * @steps: in place of @script: those of a file
 * @file, @line: where the script stands
 * @show: SHOW_* bits
 * @needs: NEED_* bits; a machine that lacks one skips the case
 * @on: ON_* bits of the variants it is for; 0: loopback and wire
 * @not_on: ON_* bits of the variants that make no sense
 * @forged: on the forged link, the end that is no socket: FORGED_CLIENT or
 *          FORGED_SERVER
 * @seconds: kernel timers the case waits for, in seconds; it is begun early,
 *           and its time limit is extended by three times as much
 * @slow: left out unless asked for
 */
struct test_case {
	const char *subject;
	const char *name;
	const char *about;
	const char *refs;
	void (*script)(void);
	const struct script *steps;
	const char *file;
	int line;
	unsigned show;
	unsigned needs;
	unsigned on;
	unsigned not_on;
	unsigned forged;
	double seconds;
	bool slow;
};

#define CASE_SYMBOL_(subject, name) case_##subject##_##name
#define CASE_SYMBOL(subject, name)  CASE_SYMBOL_(subject, name)
#define CASE_TEXT_(word)	    #word
#define CASE_TEXT(word)		    CASE_TEXT_(word)

/*
 * What cases/table.h does not name is not built in, so it does not compile: the
 * error names the entry. Tests have cases of their own, and no table.
 */
#ifdef CASE_WITHOUT_TABLE
#define CASE_LISTED_(subject, name) 0
#else
#define CASE_LISTED_(subject, name)                                            \
	cases_table_h_lacks_CASE_ENTRY_##subject##_##name
enum case_listed {
#define CASE_ENTRY(subject, name) CASE_LISTED_(subject, name),
#include "cases/table.h"
#undef CASE_ENTRY
};
#endif
#define CASE_LISTED(subject, name) CASE_LISTED_(subject, name)

/* CASE(name, about, refs, .show = SHOW_QUEUES, ...) { script } */
#define CASE(_name, _about, _refs, ...)                                        \
	static void script_##_name(void);                                      \
	_Static_assert(CASE_LISTED(SUBJECT, _name) >= 0, "");                  \
	extern const struct test_case CASE_SYMBOL(SUBJECT, _name);             \
	const struct test_case CASE_SYMBOL(SUBJECT, _name) = {                 \
		.subject = CASE_TEXT(SUBJECT),                                 \
		.name = #_name,                                                \
		.about = _about,                                               \
		.refs = _refs,                                                 \
		.script = script_##_name,                                      \
		.file = __FILE__,                                              \
		.line = __LINE__,                                              \
		__VA_ARGS__                                                    \
	};                                                                     \
	static void script_##_name(void)

/* What cases with a forged client have in common, and a forged server. */
#define FORGED_CLIENT_CASE                                                     \
	.on = ON_FORGED, .forged = FORGED_CLIENT, .show = SHOW_EACH
#define FORGED_SERVER_CASE                                                     \
	.on = ON_FORGED, .forged = FORGED_SERVER, .show = SHOW_EACH

#endif
