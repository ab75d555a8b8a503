/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of stations.
 */
#include "harness/grid/station.h"
#include "pcap/segment.h"

#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>

#define SENDS(f)	  {.kind = STEP_SEGMENT, .flags = (f)}
#define SENDS_NOT_LAST(f) {.kind = STEP_SEGMENT, .flags = (f), .not_last = true}
#define CONNECT		  {.kind = STEP_CONNECT}
#define SHUTDOWN	  {.kind = STEP_SHUTDOWN}
#define CLOSE		  {.kind = STEP_CLOSE}
#define ACCEPTED \
	SENDS(SEG_SYN), SENDS(SEG_ACK), {.kind = STEP_ACCEPT}
#define FIN_ACK (SEG_FIN | SEG_ACK)

static const struct station table[] = {
	{"CLOSED", "No socket on that port.",
	 TCP_CLOSE, RFC_CLOSED, .deaf = true, .no_peer = true},
	{"LISTEN", "A listener, and a peer that it has not heard of.",
	 TCP_CLOSE, RFC_LISTEN, .no_peer = true},
	{"SYN_SENT", "connect(); the peer has not answered.",
	 TCP_SYN_SENT, RFC_SYN_SENT, .no_rcv = true, .steps = {CONNECT}},
	{"SYN_RCVD", "A listener answered a SYN; its SYN,ACK is not "
	 "acknowledged.",
	 TCP_SYN_RECV, RFC_SYN_RECEIVED, .steps = {SENDS(SEG_SYN)}},
	{"SYN_RCVD-crossed", "connect(), and a SYN came: both ends opened.",
	 TCP_SYN_RECV, RFC_SYN_RECEIVED, .steps = {CONNECT, SENDS(SEG_SYN)}},
	{"ESTABLISHED", "A connection that was accepted; no data yet.",
	 TCP_ESTABLISHED, RFC_ESTABLISHED, .steps = {ACCEPTED}},
	{"FIN_WAIT1", "shutdown(SHUT_WR); the FIN is not acknowledged.",
	 TCP_FIN_WAIT1, RFC_FIN_WAIT_1, .steps = {ACCEPTED, SHUTDOWN}},
	{"FIN_WAIT1-orphan", "close(); the FIN is not acknowledged.",
	 TCP_FIN_WAIT1, RFC_FIN_WAIT_1, .steps = {ACCEPTED, CLOSE}},
	{"FIN_WAIT2", "shutdown(SHUT_WR); the FIN is acknowledged.",
	 TCP_FIN_WAIT2, RFC_FIN_WAIT_2,
	 .steps = {ACCEPTED, SHUTDOWN, SENDS(SEG_ACK)}},
	{"FIN_WAIT2-orphan", "close(); the FIN is acknowledged: a mini-socket.",
	 TCP_FIN_WAIT2, RFC_FIN_WAIT_2,
	 .steps = {ACCEPTED, CLOSE, SENDS(SEG_ACK)}},
	{"CLOSE_WAIT", "The peer sent FIN.",
	 TCP_CLOSE_WAIT, RFC_CLOSE_WAIT, .steps = {ACCEPTED, SENDS(FIN_ACK)}},
	{"CLOSING", "shutdown(SHUT_WR), and the peer's FIN, which crossed it.",
	 TCP_CLOSING, RFC_CLOSING,
	 .steps = {ACCEPTED, SHUTDOWN, SENDS_NOT_LAST(FIN_ACK)}},
	{"CLOSING-orphan", "close(), and the peer's FIN, which crossed it.",
	 TCP_CLOSING, RFC_CLOSING,
	 .steps = {ACCEPTED, CLOSE, SENDS_NOT_LAST(FIN_ACK)}},
	{"LAST_ACK", "The peer's FIN, then shutdown(SHUT_WR).",
	 TCP_LAST_ACK, RFC_LAST_ACK,
	 .steps = {ACCEPTED, SENDS(FIN_ACK), SHUTDOWN}},
	{"LAST_ACK-orphan", "The peer's FIN, then close().",
	 TCP_LAST_ACK, RFC_LAST_ACK,
	 .steps = {ACCEPTED, SENDS(FIN_ACK), CLOSE}},
	{"TIME_WAIT", "shutdown(SHUT_WR), acknowledged, then the peer's FIN.",
	 TCP_TIME_WAIT, RFC_TIME_WAIT,
	 .steps = {ACCEPTED, SHUTDOWN, SENDS(SEG_ACK), SENDS(FIN_ACK)}},
	{"TIME_WAIT-closing", "From CLOSING, by the ACK of the FIN.",
	 TCP_TIME_WAIT, RFC_TIME_WAIT,
	 .steps = {ACCEPTED, SHUTDOWN, SENDS_NOT_LAST(FIN_ACK),
		   SENDS(SEG_ACK)}},
	{"TIME_WAIT-fin_ack", "From FIN_WAIT1, by a FIN that acknowledges.",
	 TCP_TIME_WAIT, RFC_TIME_WAIT,
	 .steps = {ACCEPTED, SHUTDOWN, SENDS(FIN_ACK)}},
	{.name = NULL},
};

const struct station *stations(void)
{
	return table;
}

unsigned station_count(void)
{
	return sizeof(table) / sizeof(*table) - 1;
}

const struct station *station_find(const char *name)
{
	const struct station *s;

	for (s = table; s->name; s++)
		if (!strcmp(s->name, name))
			return s;
	return NULL;
}

bool station_accepts(const struct station *station)
{
	const struct station_step *step;

	for (step = station->steps; step->kind != STEP_END; step++)
		if (step->kind == STEP_ACCEPT || step->kind == STEP_CONNECT)
			return true;
	return false;
}

int station_gone(const struct station *station)
{
	return station->deaf || station_accepts(station) ? TCP_CLOSE :
							   TCP_LISTEN;
}

bool station_reads(const struct station *station)
{
	const struct station_step *step;

	if (!station_accepts(station))
		return false;
	for (step = station->steps; step->kind != STEP_END; step++)
		if (step->kind == STEP_CLOSE)
			return false;
	return true;
}
