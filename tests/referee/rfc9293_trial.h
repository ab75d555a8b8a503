/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trials of the model: a control block in a state, and an event that a row of
 * tests/referee/rfc9293.tsv names, relative to it.
 */
#ifndef TESTS_REFEREE_RFC9293_TRIAL_H
#define TESTS_REFEREE_RFC9293_TRIAL_H

#include "harness/referee/rfc9293.h"
#include "pcap/segment.h"

#define WINDOW	   1000 /* offered to the peer, and by the peer */
#define MAX_WINDOW 2000 /* that the peer ever offered */
#define SENT	   10	/* octets that were sent and acknowledged */
#define RECEIVED   20
#define NEW_ISS	   777777

/* What a row is tried with. */
struct setting {
	uint32_t iss, irs;
	bool passive, newer;
};

/* A row that is being tried: what is there, and what happens. */
struct trial {
	struct tcb tcb;
	struct event event;
};

typedef void build_fn(struct trial *);

/**
 * struct trial_event - a row's event
 * @name: as the row has it
 * @build: how it can come about, ended by NULL
 */
struct trial_event {
	const char *name;
	build_fn *build[5];
};

/* Ended by an entry without a name. The second lot stands for events where a
 * row says "n/a": control blocks and events that cannot be. */
extern const struct trial_event trial_events[];
extern const struct trial_event trial_impossible[];

/**
 * trial_prepare() - a connection in @state, to which something happens
 * @outstanding: two octets before any FIN are not acknowledged
 * @build: what happens
 */
void trial_prepare(struct trial *t, const struct setting *s,
		   enum rfc_state state, bool outstanding, build_fn *build);

/* The events by themselves. */
build_fn trial_open_active, trial_send_data, trial_receive,
	trial_close_call, trial_tmo_user, trial_tmo_retransmission,
	trial_rst_good_ack, trial_syn_good_ack, trial_old_probe,
	trial_rst_exact, trial_syn_outside, trial_syn_ack_inside,
	trial_ack_good, trial_ack_low, trial_data, trial_data_ahead,
	trial_fin, trial_fin_with_data, trial_fin_ahead,
	trial_fin_again;

#endif
