/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing the story of a probe.
 */
#include "harness/grid/tell.h"
#include "harness/net/tcpstate.h"
#include "harness/trace/words.h"

#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>


void tell_step(FILE *out, const struct station_step *step)
{
	static const char *const calls[] = {
		[STEP_CONNECT] = "connect()",
		[STEP_ACCEPT] = "accept()",
		[STEP_SHUTDOWN] = "shutdown(SHUT_WR)",
		[STEP_CLOSE] = "close()",
	};

	if (step->kind != STEP_SEGMENT)
		fprintf(out, "subject  %s\n", calls[step->kind]);
}

void tell_probe(FILE *out, const struct cell *cell)
{
	char name[CELL_NAME];

	fprintf(out, "probe    %s\n", cell_name(cell, name));
}

static int64_t relative(uint32_t number, uint32_t first)
{
	return (int32_t)(number - first);
}

void tell_segment(FILE *out, const struct flight *f, const struct segment *seg,
		  bool from_peer)
{
	uint32_t own = from_peer ? GRID_PEER_ISS : f->iss;
	uint32_t other = from_peer ? f->iss : GRID_PEER_ISS;
	int64_t seq = f->has_iss || from_peer ? relative(seg->seq, own) :
						seg->seq;
	char flags[8];

	fprintf(out, "         %s  %-5s %" PRId64,
		from_peer ? "peer > subject" : "subject > peer",
		cell_flags_text(seg->flags, flags), seq);
	if (seg->length)
		fprintf(out, ":%" PRId64, seq + seg->length);
	if (seg->flags & SEG_ACK)
		fprintf(out, " ack %" PRId64,
			f->has_iss || !from_peer ? relative(seg->ack, other) :
						   seg->ack);
	fputc('\n', out);
}

void tell_look(FILE *out, const struct reaction *answer)
{
	fprintf(out, "         = subject %s\n", word_state(answer->state));
	if (answer->waiting)
		fputs("         a connection can be accepted\n", out);
	if (answer->readable)
		fprintf(out, "subject  can read %u\n", answer->readable);
	if (answer->error)
		fprintf(out, "subject  SO_ERROR is %s\n",
			strerrorname_np(answer->error));
}
