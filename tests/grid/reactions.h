/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a page of the grid says of a cell, as the reaction that it was.
 */
#ifndef TESTS_GRID_REACTIONS_H
#define TESTS_GRID_REACTIONS_H

#include "harness/grid/reaction.h"

/**
 * reaction_read() - reaction_text() the other way round
 * @text: "ACK ack seg.end; stays; reads all"
 * @before: what a probe that changes nothing leaves
 * @length: the probe's payload
 * @to: filled, but for poll() and accept()
 *
 * A word that is none ends the test.
 */
void reaction_read(const char *text, const struct reaction *before,
		   unsigned length, struct reaction *to);

#endif
