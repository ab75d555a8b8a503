/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Playing a station and a probe to the model of RFC 9293.
 */
#include "harness/grid/rfc.h"
#include "harness/referee/sequence.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>

#define PEER_ISS 0x10000000u
#define ISS	 0x20000000u
/* tcp_timewait_state_process(): any ISS beyond the old numbers would do. */
#define NEXT_ISS 65537
#define FRESH_ISS 0x30000000u

static int state_of(enum rfc_state state)
{
	static const int states[RFC_STATES] = {
		[RFC_CLOSED] = TCP_CLOSE,
		[RFC_LISTEN] = TCP_LISTEN,
		[RFC_SYN_SENT] = TCP_SYN_SENT,
		[RFC_SYN_RECEIVED] = TCP_SYN_RECV,
		[RFC_ESTABLISHED] = TCP_ESTABLISHED,
		[RFC_FIN_WAIT_1] = TCP_FIN_WAIT1,
		[RFC_FIN_WAIT_2] = TCP_FIN_WAIT2,
		[RFC_CLOSE_WAIT] = TCP_CLOSE_WAIT,
		[RFC_CLOSING] = TCP_CLOSING,
		[RFC_LAST_ACK] = TCP_LAST_ACK,
		[RFC_TIME_WAIT] = TCP_TIME_WAIT,
	};

	return states[state];
}

static void happen(struct tcb *tcb, const struct event *event)
{
	struct outcome out;

	rfc9293_event(tcb, event, &out);
	*tcb = out.tcb;
}

static void make_step(struct tcb *tcb, const struct station_step *step,
		      uint32_t *peer_next)
{
	struct event e = {.iss = ISS, .window = GRID_WINDOW};

	switch (step->kind) {
	case STEP_CONNECT:
		e.kind = EVENT_OPEN_ACTIVE;
		break;
	case STEP_SHUTDOWN:
	case STEP_CLOSE:
		e.kind = EVENT_CLOSE;
		break;
	case STEP_SEGMENT:
		e.kind = EVENT_SEGMENT;
		e.seg.flags = step->flags;
		e.seg.seq = *peer_next;
		e.seg.wnd = GRID_WINDOW;
		if (step->flags & SEG_ACK)
			e.seg.ack = tcb->snd_nxt - (step->not_last ? 1 : 0);
		*peer_next += !!(step->flags & (SEG_SYN | SEG_FIN));
		break;
	default:
		return;
	}
	happen(tcb, &e);
	/* close() gives up reading, which shutdown(SHUT_WR) does not. */
	if (step->kind == STEP_CLOSE)
		tcb->no_reading = true;
}

int rfc_station(const struct station *station, struct tcb *tcb,
		struct error *err)
{
	struct event passive = {.kind = EVENT_OPEN_PASSIVE,
				.window = GRID_WINDOW};
	const struct station_step *step = station->steps;
	uint32_t peer_next = PEER_ISS;

	*tcb = (struct tcb){.state = RFC_CLOSED};
	if (!station->deaf && step->kind != STEP_CONNECT)
		happen(tcb, &passive);
	for (; step->kind != STEP_END; step++)
		make_step(tcb, step, &peer_next);
	if (tcb->state != station->rfc)
		return error_set(err, "%s: the model comes to %s",
				 station->name,
				 rfc9293_state_name(tcb->state));
	return 0;
}

static void number(const struct station *station, const struct tcb *tcb,
		   struct numbers *n)
{
	bool known = !station->no_peer && !station->no_rcv;

	n->snd_una = station->no_peer ? ISS : tcb->snd_una;
	n->snd_nxt = station->no_peer ? ISS : tcb->snd_nxt;
	n->rcv_nxt = known ? tcb->rcv_nxt : PEER_ISS;
	n->rcv_wnd = known ? tcb->rcv_wnd : GRID_WINDOW;
}

/* The replies; one that may be sent is there if the kernel has as many. */
static void add_replies(struct reaction *to, const struct station *station,
			const struct numbers *numbers,
			const struct segment *probe, const struct outcome *out,
			const struct reaction *kernel)
{
	struct segment reply = {0};
	unsigned i;

	for (i = 0; i < out->n; i++) {
		const struct reply *r = &out->reply[i];

		if (r->strength == REPLY_MAY && kernel->n < out->n)
			continue;
		reply.flags = r->flags;
		reply.seq = r->seq;
		reply.ack = r->ack;
		reply.length = r->length;
		reaction_add(to, station, numbers, probe, &reply);
	}
}

static int error_of(const struct outcome *out)
{
	if (out->signals & SIGNAL_REFUSED)
		return ECONNREFUSED;
	return out->signals & SIGNAL_RESET ? ECONNRESET : 0;
}

static uint32_t octets_taken(const struct tcb *before, const struct outcome *o)
{
	/* In SYN-SENT, RCV.NXT comes with the probe itself. */
	uint32_t first = before->state == RFC_SYN_SENT ? o->tcb.irs + 1 :
							 before->rcv_nxt;

	if (!(o->signals & SIGNAL_DATA))
		return 0;
	return o->tcb.rcv_nxt - first -
	       (o->tcb.peer_fin && !before->peer_fin ? 1 : 0);
}

/* Takes out of the kernel's reaction what the RFC leaves open. */
static void leave_open(struct opinion *o, const struct station *station,
		       const struct cell *cell, const struct reaction *before)
{
	o->kernel.events = o->rfc.events = before->events;
	o->kernel.waiting = o->rfc.waiting = 0;
	if (!station_reads(station)) {
		o->kernel.error = o->rfc.error = 0;
		o->kernel.readable = o->rfc.readable = 0;
	} else if (cell->flags & SEG_URG) {
		o->rfc.readable = o->kernel.readable = before->readable;
	}
	if (!o->rfc.error && o->rfc.state == TCP_CLOSE)
		o->kernel.error = 0;
}

/* The model takes whichever kind of number the kernel has chosen. */
static uint32_t choose_iss(const struct station *station,
			   const struct numbers *numbers,
			   const struct reaction *kernel)
{
	bool fresh = kernel->n && kernel->reply[0].seq_kind == NUMBER_FRESH;

	return station->no_peer || fresh ? FRESH_ISS :
					   numbers->snd_nxt + NEXT_ISS;
}

void rfc_judge(const struct station *station, const struct tcb *tcb,
	       const struct cell *cell, const struct reaction *kernel,
	       const struct reaction *before, struct opinion *opinion)
{
	struct event e = {.kind = EVENT_SEGMENT, .window = GRID_WINDOW};
	struct segment probe = {0};
	struct numbers numbers;
	struct outcome out;

	number(station, tcb, &numbers);
	cell_segment(cell, &numbers, &probe);
	e.iss = choose_iss(station, &numbers, kernel);
	e.newer = sequence_after(probe.seq, numbers.rcv_nxt);
	e.seg.flags = probe.flags;
	e.seg.seq = probe.seq;
	e.seg.ack = probe.ack;
	e.seg.length = probe.length;
	e.seg.wnd = probe.window;
	rfc9293_event(tcb, &e, &out);
	memset(opinion, 0, sizeof(*opinion));
	opinion->why = out.why;
	opinion->kernel = *kernel;
	opinion->rfc.state = state_of(out.tcb.state);
	/* Only an end that listens has LISTEN to go back to. */
	if (opinion->rfc.state == TCP_LISTEN)
		opinion->rfc.state = station_gone(station);
	opinion->rfc.error = error_of(&out);
	opinion->rfc.readable = octets_taken(tcb, &out);
	add_replies(&opinion->rfc, station, &numbers, &probe, &out, kernel);
	leave_open(opinion, station, cell, before);
	opinion->conforms = !memcmp(&opinion->rfc, &opinion->kernel,
				    sizeof(opinion->rfc));
}
