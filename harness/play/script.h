/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the verbs are made of.
 */
#ifndef HARNESS_PLAY_SCRIPT_H
#define HARNESS_PLAY_SCRIPT_H

#include "harness/play/play.h"

/**
 * perform_step() - play one step, whether a case's verb or a file says it
 *
 * Each of the other perform_ functions does so for those who act.
 */
void perform_step(const struct step *s);
void perform_call(const struct step *s);
void perform_cable(const struct step *s);
void perform_forged(const struct step *s);
void perform_stage(const struct step *s);
void perform_third(const struct step *s);
void perform_wait(const struct step *s);

/** perform_exit(), perform_kill(), perform_netcat() - ends of a player */
void perform_exit(struct step s);
void perform_kill(struct step s);
void perform_netcat(struct step s);

/** perform_accept_queue() - look at a listener */
void perform_accept_queue(struct step s);

/** make_call() - one step: have the call made, write it down, settle */
void make_call(struct call *call);

/** fill_call() - the same of one that is made until nothing more fits */
void fill_call(struct call *call);

/** begin_call() - the same for a call that is to block; finish_call() ends it */
void begin_call(struct call *call);
void finish_call(struct end e);

/** play_stuck() - the step did not come to its end in time: leave the script */
void play_stuck(struct step *s) __attribute__((noreturn));

/** actor_name() - "client", "server#2"; in a static buffer */
const char *actor_name(struct end e);

/** need_real() - breaks when this end is no socket */
void need_real(struct end e);

/** listener_of() - the address of a player's listener; breaks without one */
struct address listener_of(struct end e);

#endif
