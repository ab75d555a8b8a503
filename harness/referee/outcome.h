/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of the model share: replies by their templates, and the
 * functions themselves. An outcome begins as a copy of the control block with
 * no reply and no signal.
 */
#ifndef HARNESS_REFEREE_OUTCOME_H
#define HARNESS_REFEREE_OUTCOME_H

#include "harness/referee/rfc9293.h"
#include "harness/referee/sequence.h"
#include "pcap/segment.h"

/** segment_octets() - SEG.LEN: data, SYN and FIN (RFC 9293 3.4) */
static inline uint32_t segment_octets(const struct event_segment *seg)
{
	return seg->length + !!(seg->flags & SEG_SYN) +
	       !!(seg->flags & SEG_FIN);
}

/** outcome_reply() - add a segment */
void outcome_reply(struct outcome *o, uint32_t seq, uint32_t ack,
		   uint16_t flags, enum reply_strength strength);

/** outcome_ack() - add <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> */
void outcome_ack(struct outcome *o, enum reply_strength strength);

/** outcome_reset() - add the RST that answers @seg (3.10.7.1) */
void outcome_reset(struct outcome *o, const struct event_segment *seg);

/** outcome_delete() - delete the control block and enter CLOSED */
void outcome_delete(struct outcome *o);

/**
 * outcome_transmit() - segmentize what the window allows, and the FIN when
 * nothing stands before it
 */
void outcome_transmit(struct outcome *o);

/** outcome_accept_syn() - RCV.NXT, IRS, TS.Recent and the window from a SYN */
void outcome_accept_syn(struct outcome *o, const struct event_segment *seg,
			uint32_t window);

/** outcome_update_window() - SND.WND, SND.WL1, SND.WL2 from a segment */
void outcome_update_window(struct tcb *tcb, const struct event_segment *seg);

/* 3.10.1 to 3.10.6. Each sets @why. */
void rfc9293_open(struct outcome *o, const struct event *e);
void rfc9293_send(struct outcome *o, const struct event *e);
void rfc9293_receive(struct outcome *o);
void rfc9293_close(struct outcome *o);
void rfc9293_abort(struct outcome *o);
void rfc9293_status(struct outcome *o);

/* 3.10.7.1 to 3.10.7.4 */
void rfc9293_closed(struct outcome *o, const struct event *e);
void rfc9293_listen(struct outcome *o, const struct event *e);
void rfc9293_syn_sent(struct outcome *o, const struct event *e);
void rfc9293_steps(struct outcome *o, const struct event *e);

/** rfc9293_text() - seventh and eighth step: text and FIN of a segment */
void rfc9293_text(struct outcome *o, const struct event_segment *seg);

/**
 * rfc9293_queued_text() - ESTABLISHED is entered: what stood beside the SYN and
 * was "queued for processing later" (3.10.7.2) is processed
 */
void rfc9293_queued_text(struct outcome *o);

#endif
