/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What has become of a segment, as far as it bears on which connection the next
 * ones belong to: a RST or a FIN that is lost has ended nothing.
 */
#ifndef HARNESS_PLAY_ARRIVAL_H
#define HARNESS_PLAY_ARRIVAL_H

#include "harness/play/play.h"

/**
 * arrival_expect() - a segment is about to be placed
 * @from: the end that has sent it
 * @seg: the segment
 *
 * A SYN to an end that knows nothing of the old connection begins a new one,
 * though nothing on the wire has said that the old one is over.
 */
void arrival_expect(int from, const struct segment *seg);

/**
 * arrival_note() - the fate of a segment is known
 * @p: the segment as placed
 * @fate: only what has passed counts
 */
void arrival_note(const struct placed *p, enum fate fate);

#endif
