/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of cases, and the only header that a case includes.
 *
 * A case is a script of calls made by two players, `client` and `server`, each
 * a process of its own. It has no `if`, no sleep and no assertion: what
 * happened is written into a trace, and the golden trace is the whole
 * assertion. A file begins with
 *
 *	#define SUBJECT linger
 *	#include "cases/case.h"
 *
 * and then has one CASE() after the other. cases/table.h lists them all.
 *
 * Every verb is one step: the call is made, the segments and the states that
 * it leads to are waited for, and all of it is written down. A verb that
 * cannot be carried out at all (no such socket, a dead player) makes the case
 * BROKEN; it never returns an error to the script.
 */
#ifndef CASES_CASE_H
#define CASES_CASE_H

#include "pcap/show.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

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

/**
 * struct end - whose socket a verb is about
 * @player: 0 client, 1 server
 * @number: 1 for the first connection, 2 for the second, ...
 * @which: the connection's socket, a duplicate of it, or the listener
 */
struct end {
	uint8_t player;
	uint32_t number;
	uint8_t which;
};

enum { SOCKET_CONNECTION, SOCKET_DUPLICATE, SOCKET_LISTENER };

#define client ((struct end){0, 1, SOCKET_CONNECTION})
#define server ((struct end){1, 1, SOCKET_CONNECTION})

/** nth() - the player's socket of the n-th connection, n from 1 on */
static inline struct end nth(struct end e, unsigned n)
{
	e.number = n;
	return e;
}

/** duplicate() - the descriptor that call_dup() made */
static inline struct end duplicate(struct end e)
{
	e.which = SOCKET_DUPLICATE;
	return e;
}

/** listener() - the listening socket of a player */
static inline struct end listener(struct end e)
{
	e.which = SOCKET_LISTENER;
	return e;
}

/* --- opening ------------------------------------------------------------ */

/** call_listen() - socket, bind to the server's port, listen(@backlog) */
void call_listen(struct end e, int backlog);
/** call_relisten() - listen(@backlog) again on the listener there is */
void call_relisten(struct end e, int backlog);
/** call_socket() - socket() alone; the other verbs do it when needed */
void call_socket(struct end e);
/** call_bind() - bind to the server's port (no listen) */
void call_bind(struct end e);
/** call_bind_as() - bind to the address and port that @other has */
void call_bind_as(struct end e, struct end other);
/** call_connect() - connect to the server's port and wait for it */
void call_connect(struct end e);
void call_connect_begin(struct end e);
/** call_connect_nowhere() - connect to a port that nobody listens on */
void call_connect_nowhere(struct end e);
/** call_connect_self() - connect to the socket's own address */
void call_connect_self(struct end e);
/** call_accept() - accept on the player's listener; @e is the new socket */
void call_accept(struct end e);
void call_accept_begin(struct end e);
/** call_disconnect() - connect() to AF_UNSPEC */
void call_disconnect(struct end e);

/* --- data --------------------------------------------------------------- */

void call_send(struct end e, size_t bytes);
void call_send_begin(struct end e, size_t bytes);
/** call_send_flags() - send() with MSG_OOB, MSG_MORE, MSG_DONTWAIT, ... */
void call_send_flags(struct end e, size_t bytes, int flags);
/** call_send_all() - send @bytes in as many calls as it takes */
void call_send_all(struct end e, size_t bytes);
/** call_fill() - send without blocking until the kernel takes no more */
void call_fill(struct end e);
/** call_recv() - one recv() of at most @bytes */
void call_recv(struct end e, size_t bytes);
void call_recv_begin(struct end e, size_t bytes);
/** call_recv_flags() - recv() with MSG_OOB, MSG_PEEK, MSG_WAITALL, ... */
void call_recv_flags(struct end e, size_t bytes, int flags);
/** call_peek() - recv(MSG_PEEK) */
void call_peek(struct end e, size_t bytes);
/** call_recv_all() - recv() until it returns 0 or an error; bytes summed up */
void call_recv_all(struct end e);
void call_recv_all_begin(struct end e);
/** call_drain() - recv() until 0; the number of octets is not shown */
void call_drain(struct end e);
/** call_unread() - ioctl(SIOCINQ): bytes that can be read, the FIN left out */
void call_unread(struct end e);
/** call_at_mark() - ioctl(SIOCATMARK): 1 if urgent data is what is next */
void call_at_mark(struct end e);

/* --- ending ------------------------------------------------------------- */

void call_close(struct end e);
void call_close_begin(struct end e);
void call_shutdown(struct end e, int how);
/** call_linger() - SO_LINGER on with @seconds */
void call_linger(struct end e, int seconds);
void call_linger_off(struct end e);
/** call_exit() - the player's process ends by exit(0) */
void call_exit(struct end e);
/** call_kill() - the player's process gets a signal and dies of it */
void call_kill(struct end e, int signal);
/** call_sock_destroy() - SOCK_DESTROY, what `ss -K` does, on this end or listener */
void call_sock_destroy(struct end e);

/* --- descriptors and processes ------------------------------------------ */

void call_dup(struct end e);
/** call_dup2_over() - dup2() of another file onto the descriptor */
void call_dup2_over(struct end e);
/** call_fork() - a child process that holds every descriptor */
void call_fork(struct end e);
/** call_child_exit() - that child ends */
void call_child_exit(struct end e);
/** call_pass() - send the descriptor into a UNIX socket (SCM_RIGHTS) */
void call_pass(struct end e);
/** call_unpass() - close that UNIX socket with the descriptor in flight */
void call_unpass(struct end e);
/** call_exhaust_files() - open files until EMFILE */
void call_exhaust_files(struct end e);
/** call_free_files() - close them again */
void call_free_files(struct end e);
/** call_netcat() - the client becomes `nc -N`, sends @text, sees end of file */
void call_netcat(struct end e, const char *text);

/* --- looking and setting ------------------------------------------------ */

/** call_poll() - all bits of poll() at once, without waiting */
void call_poll(struct end e);
/** call_poll_wait() - poll() for @events, waiting as long as it takes */
void call_poll_wait(struct end e, short events);
/** call_epoll_add() - watch for @events (EPOLLET allowed) */
void call_epoll_add(struct end e, uint32_t events);
/** call_epoll_wait() - wait for the next event */
void call_epoll_wait(struct end e);
/** call_epoll_now() - epoll_wait() that does not wait */
void call_epoll_now(struct end e);
/** call_so_error() - getsockopt(SO_ERROR) */
void call_so_error(struct end e);
void call_getpeername(struct end e);
void call_nonblock(struct end e);
/** call_option() - setsockopt(@level, @name, @value) of an int */
void call_option(struct end e, int level, int name, int value);
/** call_sleep() - the application is busy elsewhere for @ms milliseconds */
void call_sleep(struct end e, int ms);

/** call_finish() - wait for the call that was begun on this end */
void call_finish(struct end e);
/** call_interrupt() - SIGUSR1, without SA_RESTART, to the begun call */
void call_interrupt(struct end e);

/* --- the stage ---------------------------------------------------------- */

/** stage_sysctl() - set a sysctl of the case's own namespace */
void stage_sysctl(const char *name, const char *value);
/** stage_initcwnd() - initial congestion window of the routes, in segments */
void stage_initcwnd(unsigned segments);
/** stage_quickack() - no end delays an ACK from now on */
void stage_quickack(void);
/** look_listener() - write down the accept queue's length and limit */
void look_listener(struct end e);

/** until_state() - wait until the kernel reports this state (TCP_CLOSE: gone) */
void until_state(struct end e, int state);
/** until_segments() - wait until @e's end has sent @n more segments */
void until_segments(struct end e, unsigned n);
/** watch_ms() - look on for @ms; what happens in it is written down */
void watch_ms(unsigned ms);

/**
 * within_ms() - the next two calls belong together
 * @ms: time from the beginning of the first one to the return of the second
 *
 * For a case that must be faster than a kernel timer. The first call is not
 * waited out, only what it did at once is written down. When the machine was
 * too slow, the attempt is disturbed and made again, neither passed nor failed.
 */
void within_ms(unsigned ms);

/** calls_within_ms() - the same for the next @n calls */
void calls_within_ms(unsigned n, unsigned ms);

/**
 * inject() - a third party sends one segment, with @as's addresses
 * @as: whose addresses are forged
 * @flags: tcpdump's letters: "R", "S", "R.", ...
 * @seq: offset from what the victim expects next (RCV.NXT), or, when it has no
 *       socket, from what @as would send next (SND.NXT)
 */
void inject(struct end as, const char *flags, int32_t seq);

#include "cases/wire.h"

/**
 * stage_in_any_order() - for a cable that lets segments overtake others
 *
 * Without timestamps: whether one is older than what has arrived before it, and
 * so meets PAWS, would depend on the millisecond. And nothing waits for a
 * delayed ACK.
 */
static inline void stage_in_any_order(void)
{
	stage_sysctl("net.ipv4.tcp_timestamps", "0");
	stage_quickack();
}

/* --- what many scripts begin with --------------------------------------- */

/** establish() - a connection that both ends know of */
static inline void establish(void)
{
	call_listen(server, 8);
	call_connect(client);
	call_accept(server);
}

/**
 * exchange() - two octets there and two back
 *
 * From then on both ends delay their ACKs by 40 ms (ping-pong mode).
 */
static inline void exchange(void)
{
	call_send(client, 2);
	call_recv(server, 9);
	call_send(server, 2);
	call_recv(client, 9);
}

/** fill_window() - a connection whose client has filled the server's window */
static inline void fill_window(void)
{
	call_listen(server, 8);
	call_option(listener(server), SOL_SOCKET, SO_RCVBUF, 16384);
	call_connect(client);
	call_option(client, SOL_SOCKET, SO_SNDBUF, 16384);
	call_accept(server);
	call_fill(client);
}

/** forge_established() - a forged client's connection, accepted */
static inline void forge_established(void)
{
	stage_quickack();
	call_listen(server, 8);
	forge(client, "S");
	forge(client, ".");
	call_accept(server);
}

/** forge_syn_sent() - a client in SYN_SENT whose server is forged */
static inline void forge_syn_sent(void)
{
	stage_quickack();
	call_nonblock(client);
	call_connect(client);
}

/* What cases with a forged client have in common, and a forged server. */
#define FORGED_CLIENT_CASE                                                     \
	.on = ON_FORGED, .forged = FORGED_CLIENT, .show = SHOW_EACH
#define FORGED_SERVER_CASE                                                     \
	.on = ON_FORGED, .forged = FORGED_SERVER, .show = SHOW_EACH

#endif
