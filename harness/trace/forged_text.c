/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a forged segment differs from the natural one, as text: fields in this
 * order, each only if it differs.
 */
#include "harness/trace/pattern.h"

#include <inttypes.h>
#include <string.h>

#define SACK_BLOCKS 4

static void put_timestamp(FILE *out, const char *name, uint64_t exact,
			  int32_t offset)
{
	if (exact)
		fprintf(out, ", %s %" PRIu32, name, (uint32_t)exact);
	else if (offset)
		fprintf(out, ", %s %+" PRId32, name, offset);
}

void forged_write(FILE *out, const struct forged *f)
{
	int i;

	if (f->acked)
		fputs(", seq acked", out);
	if (f->seq)
		fprintf(out, f->acked ? "%+" PRId32 : ", seq %+" PRId32,
			f->seq);
	if (f->ack)
		fprintf(out, ", ack %+" PRId32, f->ack);
	if (f->len)
		fprintf(out, ", %u octets", f->len);
	if (f->no_ts)
		fputs(", no timestamps", out);
	put_timestamp(out, "timestamp", f->tsval, f->ts);
	put_timestamp(out, "echo", f->tsecr, f->echo);
	/* 0 is the natural window, so a closed one is -1. */
	if (f->window)
		fprintf(out, ", window %d", f->window < 0 ? 0 : f->window);
	if (f->urgent)
		fprintf(out, ", urgent %u", f->urgent);
	for (i = 0; i < SACK_BLOCKS && f->sack[i].right; i++)
		fprintf(out, "%s{%" PRId32 ":%" PRId32 "}",
			i ? "" : ", sack ", f->sack[i].left, f->sack[i].right);
}

static bool is_sign(const struct cursor *c)
{
	return *c->at == '+' || *c->at == '-';
}

static bool take_offset(struct cursor *c, int32_t *offset)
{
	int64_t value;

	if (!cursor_signed(c, &value))
		return false;
	*offset = (int32_t)value;
	return value == *offset || cursor_miss(c, "a number of 32 bits");
}

static bool take_bounded(struct cursor *c, int64_t most, int64_t *value)
{
	return cursor_unsigned(c, value) &&
	       (*value <= most || cursor_miss(c, "a smaller number"));
}

static bool take_seq(struct cursor *c, struct forged *f)
{
	f->acked = cursor_has(c, "acked");
	return f->acked && !is_sign(c) ? true : take_offset(c, &f->seq);
}

static bool take_ack(struct cursor *c, struct forged *f)
{
	return take_offset(c, &f->ack);
}

static bool take_no_timestamps(struct cursor *c, struct forged *f)
{
	(void)c;
	f->no_ts = true;
	return true;
}

static bool take_timestamp(struct cursor *c, uint64_t *exact, int32_t *offset)
{
	int64_t value;

	if (is_sign(c))
		return take_offset(c, offset);
	if (!take_bounded(c, UINT32_MAX, &value))
		return false;
	*exact = TS(value);
	return true;
}

static bool take_tsval(struct cursor *c, struct forged *f)
{
	return take_timestamp(c, &f->tsval, &f->ts);
}

static bool take_tsecr(struct cursor *c, struct forged *f)
{
	return take_timestamp(c, &f->tsecr, &f->echo);
}

static bool take_window(struct cursor *c, struct forged *f)
{
	int64_t value;

	if (!take_bounded(c, UINT16_MAX, &value))
		return false;
	f->window = value ? (int)value : -1;
	return true;
}

static bool take_urgent(struct cursor *c, struct forged *f)
{
	int64_t value;

	if (!take_bounded(c, UINT16_MAX, &value))
		return false;
	f->urgent = (uint16_t)value;
	return value || cursor_miss(c, "more than 0");
}

static bool take_sack(struct cursor *c, struct forged *f)
{
	int64_t left, right;
	int i;

	for (i = 0; i < SACK_BLOCKS && cursor_has(c, "{"); i++) {
		if (!cursor_number(c, &left) || !cursor_literal(c, ":") ||
		    !cursor_number(c, &right) || !cursor_literal(c, "}"))
			return false;
		f->sack[i].left = (int32_t)left;
		f->sack[i].right = (int32_t)right;
	}
	return i || cursor_miss(c, "{LEFT:RIGHT}");
}

static bool take_octets(struct cursor *c, struct forged *f)
{
	int64_t value;

	if (!take_bounded(c, UINT16_MAX, &value) ||
	    !cursor_literal(c, " octets"))
		return false;
	f->len = (unsigned)value;
	return value || cursor_miss(c, "more than 0");
}

static const struct field {
	const char *before;
	bool (*take)(struct cursor *c, struct forged *f);
} fields[] = {
	{", seq ", take_seq},
	{", ack ", take_ack},
	{", ", take_octets},
	{", no timestamps", take_no_timestamps},
	{", timestamp ", take_tsval},
	{", echo ", take_tsecr},
	{", window ", take_window},
	{", urgent ", take_urgent},
	{", sack ", take_sack},
};

bool forged_read(struct cursor *c, struct forged *f)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		/* The bare number of octets has no word in front. */
		if (fields[i].take == take_octets &&
		    !(c->at[0] == ',' && c->at[1] == ' ' && c->at[2] >= '0' &&
		      c->at[2] <= '9'))
			continue;
		if (cursor_literal(c, fields[i].before) &&
		    !fields[i].take(c, f))
			return false;
	}
	return true;
}
