/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the verbs are made of.
 */
#ifndef HARNESS_SCRIPT_H
#define HARNESS_SCRIPT_H

#include "harness/play/play.h"

/** make_call() - one step: have the call made, write it down, settle */
void make_call(const struct call *call);

/** begin_call() - the same for a call that is to block; call_finish() ends it */
void begin_call(struct call *call);

/** actor_name() - "client", "server#2"; in a static buffer */
const char *actor_name(struct end e);

/** need_real() - breaks when this end is no socket */
void need_real(struct end e);

/** listener_of() - the address of a player's listener; breaks without one */
struct address listener_of(struct end e);

/** call_string() - call_text() as a string to be freed */
char *call_string(const struct call *call);

#endif
