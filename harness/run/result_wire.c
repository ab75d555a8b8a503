/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A result on its way from a worker to the runner: a head of numbers, then
 * each string behind its length. Both are the same program.
 */
#include "harness/run/result_wire.h"

#include <stdlib.h>
#include <string.h>

#define STRINGS 8
#define NO_STRING UINT32_MAX

struct head {
	uint32_t verdict;
	uint32_t disturbed;
	int64_t wall_ns;
	int64_t cpu_ns;
	uint32_t length[STRINGS];
};

static void strings_of(struct result *r, char **at[STRINGS])
{
	at[0] = &r->name;
	at[1] = &r->about;
	at[2] = &r->reason;
	at[3] = &r->story;
	at[4] = &r->trace;
	at[5] = &r->pcap;
	at[6] = &r->rerun;
	at[7] = &r->difference;
}

int result_write(FILE *out, const struct result *r)
{
	struct result copy = *r;
	struct head head = {.verdict = r->verdict, .disturbed = r->disturbed,
			    .wall_ns = r->wall_ns, .cpu_ns = r->cpu_ns};
	char **at[STRINGS];
	int i;

	strings_of(&copy, at);
	for (i = 0; i < STRINGS; i++)
		head.length[i] = *at[i] ? (uint32_t)strlen(*at[i]) : NO_STRING;
	fwrite(&head, sizeof(head), 1, out);
	for (i = 0; i < STRINGS; i++)
		if (*at[i])
			fwrite(*at[i], 1, head.length[i], out);
	return fflush(out) || ferror(out) ? -1 : 0;
}

int result_read(const char *data, size_t size, struct result *r)
{
	struct head head;
	char **at[STRINGS];
	int i;

	memset(r, 0, sizeof(*r));
	if (size < sizeof(head))
		return -1;
	memcpy(&head, data, sizeof(head));
	data += sizeof(head);
	size -= sizeof(head);
	if (head.verdict >= VERDICT_COUNT)
		return -1;
	strings_of(r, at);
	for (i = 0; i < STRINGS; i++) {
		if (head.length[i] == NO_STRING)
			continue;
		if (head.length[i] > size) {
			result_clear(r);
			return -1;
		}
		*at[i] = strndup(data, head.length[i]);
		data += head.length[i];
		size -= head.length[i];
	}
	r->verdict = head.verdict;
	r->disturbed = head.disturbed;
	r->wall_ns = head.wall_ns;
	r->cpu_ns = head.cpu_ns;
	return 0;
}
