/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opening, as far as loopback shows it.
 */
#define SUBJECT open
#include "cases/case.h"

CASE(self_connect,
     "A socket that connects to its own address and port becomes both ends of a connection; one shutdown() closes both ways.",
     "RFC 9293 3.5 MUST-10; tcp_rcv_synsent_state_process()",
     .not_on = ON_WIRE)
{
	call_connect_self(client);
	call_send(client, 4);
	call_recv(client, 9);
	call_shutdown(client, SHUT_WR);
	call_recv(client, 9);
	call_close(client);
}

CASE(connect_twice_eisconn,
     "connect() on a connected socket is EISCONN, and nothing goes on the wire.",
     "RFC 9293 3.10.1; inet_stream_connect()")
{
	establish();
	call_connect(client);
}

CASE(nonblocking_einprogress,
     "A non-blocking connect() is EINPROGRESS though the handshake is over before it returns; poll() says OUT, the next connect() 0, then EISCONN.",
     "connect(2); inet_stream_connect()")
{
	call_listen(server, 8);
	call_nonblock(client);
	call_connect(client);
	call_poll(client);
	call_so_error(client);
	call_connect(client);
	call_connect(client);
	call_accept(server);
}

CASE(write_before_established,
     "In SYN_SENT a non-blocking send() is EAGAIN, connect() EALREADY, and poll() says nothing; all three change with the handshake.",
     "RFC 9293 3.10.2 (SYN-SENT); tcp_sendmsg_locked(); tcp_poll()",
     .seconds = 1)
{
	call_listen(server, 0);
	call_connect(client);
	call_nonblock(nth(client, 2));
	calls_within_ms(5, 800);
	call_connect(nth(client, 2));
	call_send(nth(client, 2), 4);
	call_connect(nth(client, 2));
	call_poll(nth(client, 2));
	call_accept(server);
	call_poll_wait(nth(client, 2), POLLOUT);
	call_send(nth(client, 2), 4);
	call_accept(nth(server, 2));
	call_recv(nth(server, 2), 9);
}

CASE(send_on_listener,
     "The RFC lets a SEND turn a listener into an active opener; on Linux send() and connect() of a listener fail, and it goes on listening.",
     "RFC 9293 3.10.2 (LISTEN), 3.10.1 (LISTEN); inet_stream_connect()")
{
	call_listen(server, 8);
	call_send(listener(server), 4);
	call_connect(listener(server));
	look_listener(server);
	call_close(listener(server));
	look_listener(server);
}
