/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The story of one probe, in the words of a trace.
 */
#ifndef HARNESS_GRID_TELL_H
#define HARNESS_GRID_TELL_H

#include "harness/grid/probe.h"

/** tell_step() - a call of the subject, or that the peer sends */
void tell_step(FILE *out, const struct station_step *step);

/** tell_probe() - the step that is the probe */
void tell_probe(FILE *out, const struct cell *cell);

/** tell_segment() - a segment, its numbers relative to the first ones */
void tell_segment(FILE *out, const struct flight *flight,
		  const struct segment *seg, bool from_peer);

/** tell_look() - the state afterwards, and what the application sees */
void tell_look(FILE *out, const struct reaction *answer);

#endif
