/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of cases: system calls, the stage, waiting. A part of
 * cases/case.h.
 */
#ifndef CASES_CALLS_H
#define CASES_CALLS_H

#include "cases/ends.h"

#include <stddef.h>
#include <stdint.h>

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

#endif
