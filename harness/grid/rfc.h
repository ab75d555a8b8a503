/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What RFC 9293 says of a probe, in the same terms as what the kernel did: the
 * station's recipe is played to the model, then the probe is.
 */
#ifndef HARNESS_GRID_RFC_H
#define HARNESS_GRID_RFC_H

#include "harness/grid/reaction.h"

/**
 * struct opinion - a reaction of the kernel beside the RFC's
 * @conforms: they agree
 * @rfc: the RFC's; where it leaves a choice, the kernel's one
 * @kernel: without what the RFC does not speak of: poll(), urgent data, errors
 *          where no signal is asked for
 * @why: the paragraph that decided
 */
struct opinion {
	bool conforms;
	struct reaction rfc, kernel;
	const char *why;
};

/**
 * rfc_station() - the control block of a station
 *
 * Return: 0, or -1 when the model does not come to the station's state.
 */
int rfc_station(const struct station *station, struct tcb *tcb,
		struct error *err);

/**
 * rfc_judge() - compare
 * @station: that was probed
 * @tcb: of rfc_station()
 * @cell: the probe
 * @kernel: what it did
 * @before: what is there without a probe
 * @opinion: filled
 */
void rfc_judge(const struct station *station, const struct tcb *tcb,
	       const struct cell *cell, const struct reaction *kernel,
	       const struct reaction *before, struct opinion *opinion);

#endif
