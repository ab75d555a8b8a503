/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of cases, where the harness is the wire: what the cable does to
 * segments. A part of cases/case.h.
 */
#ifndef CASES_WIRE_H
#define CASES_WIRE_H

#include "cases/ends.h"

/* --- the cable (wire only) ---------------------------------------------- */

/**
 * enum kind - which segments a rule of the cable is about
 *
 * A predicate on the segment alone, never on time. SYN_ACK and SYN exclude
 * each other, DATA is any segment with payload, ACK a bare one.
 */
enum kind { ANY, SYN, SYN_ACK, ACK, DATA, FIN, RST };

/** cable_hold() - what @from's end sends is kept at the cable from now on */
void cable_hold(struct end from);
/** cable_release() - all that was held passes, in order, and the hold ends */
void cable_release(struct end from);
/** cable_pass() - the next @n segments that are held pass; the hold goes on */
void cable_pass(struct end from, unsigned n);
/** cable_pass_last() - the last segment that is held passes before the rest */
void cable_pass_last(struct end from);
/** cable_drop_held() - all that is held is lost, and the hold ends */
void cable_drop_held(struct end from);
/** cable_drop() - the next segment of this kind from @from's end is lost */
void cable_drop(struct end from, enum kind kind);
/** cable_duplicate() - the next segment of this kind passes twice */
void cable_duplicate(struct end from, enum kind kind);
/** cable_delay() - the next segment of this kind passes behind the one after */
void cable_delay(struct end from, enum kind kind);
/** cable_corrupt() - one bit of the next segment of this kind is turned */
void cable_corrupt(struct end from, enum kind kind);
/** cable_cut() - from now on everything is lost, both ways */
void cable_cut(void);
/** cable_mend() - the cable is whole again */
void cable_mend(void);
/** cable_repeat() - a copy of the last segment of this kind passes once more */
void cable_repeat(struct end from, enum kind kind);

#endif
