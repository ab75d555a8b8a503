/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SO_LINGER: off, zero, and a number of seconds.
 */
#define SUBJECT linger
#include "cases/case.h"

#include <limits.h>

CASE(off,
     "SO_LINGER off, which is the default: close() returns at once and sends FIN.",
     "RFC 1122 4.2.2.13; RFC 9293 3.10.4",
     .show = SHOW_TIME)
{
	establish();
	call_linger_off(server);
	call_close(server);
	call_recv(client, 9);
	call_close(client);
}

CASE(zero_idle,
     "SO_LINGER {on, 0 s} on an idle connection: close() sends RST,ACK, and nobody is left in TIME_WAIT.",
     "RFC 9293 3.10.5; tcp_disconnect()")
{
	establish();
	call_linger(server, 0);
	call_close(server);
	call_recv(client, 9);
}

CASE(zero_after_data,
     "SO_LINGER {on, 0 s}: close() answers with RST, and nobody is left in TIME_WAIT.",
     "RFC 9293 3.10.5; RFC 1122 4.2.2.13")
{
	establish();
	call_send(client, 2);
	call_recv(server, 9);
	call_send(server, 2);
	call_linger(server, 0);
	call_close(server);
	call_recv(client, 9);
	call_recv(client, 9);
}

CASE(zero_with_unsent,
     "SO_LINGER {on, 0 s} with data waiting behind a closed window: it is thrown away; the peer reads what had arrived, then ECONNRESET.",
     "RFC 9293 3.10.5; tcp_acceptable_seq()",
     .show = SHOW_BULK)
{
	stage_quickack();
	establish();
	call_fill(client);
	call_linger(client, 0);
	call_close(client);
	call_recv(server, 9);
	call_so_error(server);
}

CASE(zero_with_unread,
     "SO_LINGER {on, 0 s} and received data unread: one RST, for either reason.",
     "RFC 9293 3.10.5, 3.6.1 SHLD-3; __tcp_close()")
{
	establish();
	call_send(client, 4);
	call_linger(server, 0);
	call_close(server);
	call_recv(client, 9);
}

CASE(zero_in_close_wait,
     "SO_LINGER {on, 0 s} and close() in CLOSE_WAIT: the peer, in FIN_WAIT2 and still reading, is reset.",
     "RFC 9293 3.10.5 (CLOSE-WAIT); tcp_need_reset()")
{
	establish();
	call_shutdown(client, SHUT_WR);
	call_linger(server, 0);
	call_close(server);
	call_recv(client, 9);
}

CASE(zero_in_fin_wait2,
     "SO_LINGER {on, 0 s} and close() in FIN_WAIT2: RST; the peer, in CLOSE_WAIT, sees EPIPE and not ECONNRESET.",
     "RFC 9293 3.10.5 (FIN-WAIT-2); tcp_need_reset(); tcp_reset()")
{
	establish();
	call_shutdown(client, SHUT_WR);
	call_linger(client, 0);
	call_close(client);
	call_so_error(server);
	call_recv(server, 9);
}

CASE(zero_then_shutdown_wr,
     "SO_LINGER {on, 0 s} says nothing to shutdown(): SHUT_WR sends FIN; only the close() behind it resets.",
     "shutdown(2); RFC 9293 3.10.5")
{
	establish();
	call_linger(client, 0);
	call_shutdown(client, SHUT_WR);
	call_close(client);
}

CASE(positive_acked,
     "SO_LINGER {on, 5 s}: close() waits until the FIN is acknowledged, here for a delayed ACK, and returns 0 in FIN_WAIT2.",
     "RFC 1122 4.2.2.13; sk_stream_wait_close()",
     .show = SHOW_TIME)
{
	establish();
	exchange();
	call_linger(server, 5);
	call_close(server);
	call_recv(client, 9);
	call_close(client);
}

CASE(positive_times_out,
     "SO_LINGER {on, 1 s} and a peer that does not read: close() returns 0, not EWOULDBLOCK, after a second and leaves an orphan in FIN_WAIT1 that goes on sending.",
     "sk_stream_wait_close(); __tcp_close()",
     .show = SHOW_BULK | SHOW_TIME, .seconds = 1)
{
	establish();
	call_fill(client);
	call_linger(client, 1);
	call_close(client);
}

CASE(positive_nonblocking,
     "SO_LINGER {on, 1 s} on a non-blocking socket lingers all the same: close() takes its second.",
     "inet_release(); sk_stream_wait_close()",
     .show = SHOW_BULK | SHOW_TIME, .seconds = 1)
{
	establish();
	call_nonblock(client);
	call_fill(client);
	call_linger(client, 1);
	call_close(client);
}

CASE(positive_signalled,
     "A signal ends the waiting of a lingering close(): it returns 0 early.",
     "sk_stream_wait_close(); signal(7)",
     .show = SHOW_BULK | SHOW_TIME)
{
	establish();
	call_fill(client);
	call_linger(client, 30);
	call_close_begin(client);
	call_interrupt(client);
	call_finish(client);
}

CASE(echo_one_second,
     "The echo server that closes with SO_LINGER {on, 1 s} instead of {on, 0 s}: FIN, not RST; the client reads the echo, then 0; TIME_WAIT stays with the server.",
     "RFC 1122 4.2.2.13; sk_stream_wait_close()",
     .show = SHOW_TIME)
{
	establish();
	call_send(client, 4);
	call_recv(server, 9);
	call_send(server, 4);
	call_linger(server, 1);
	call_close(server);
	call_recv(client, 9);
	call_recv(client, 9);
	call_close(client);
}

CASE(exit_zero,
     "A process that exits with SO_LINGER {on, 0 s} set: RST, as from close().",
     "_exit(2); RFC 9293 3.10.5")
{
	establish();
	call_linger(server, 0);
	call_exit(server);
	call_recv(client, 9);
}

CASE(exit_positive,
     "A process that exits with SO_LINGER {on, 3 s} and data queued does not wait; the kernel goes on alone in FIN_WAIT1.",
     "inet_release() (PF_EXITING)",
     .show = SHOW_BULK | SHOW_TIME)
{
	establish();
	call_fill(client);
	call_linger(client, 3);
	call_exit(client);
}

CASE(process_holds_dup,
     "SO_LINGER {on, 0 s} with a second descriptor open: the first close() does nothing, the last one resets.",
     "close(2); RFC 9293 3.10.5")
{
	establish();
	call_linger(server, 0);
	call_dup(server);
	call_close(server);
	call_close(duplicate(server));
	call_recv(client, 9);
}

CASE(longest,
     "SO_LINGER with the longest time there is, and the peer is gone: close() returns when the connection is given up, after 924.6 s, and returns 0.",
     "RFC 1122 4.2.2.13; tcp_retries2; sk_stream_wait_close()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = 925, .slow = true)
{
	establish();
	call_linger(client, INT_MAX);
	cable_cut();
	call_close(client);
}
