/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a forged segment differs from the natural one, as text.
 */
#include "harness/trace/pattern.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

/* Fields of a forged segment, in this order. */
static const struct field {
	const char *before, *behind;
	size_t offset;
	bool is_signed;
} fields[] = {
	{"seq ", "", offsetof(struct forged, seq), true},
	{"ack ", "", offsetof(struct forged, ack), true},
	{"", " octets", offsetof(struct forged, len), false},
	{"timestamp ", "", offsetof(struct forged, ts), true},
	{"window ", "", offsetof(struct forged, window), false},
};

static int32_t *field_of(struct forged *f, const struct field *field)
{
	return (int32_t *)((char *)f + field->offset);
}

static bool is_window(const struct field *field)
{
	return field->offset == offsetof(struct forged, window);
}

void forged_write(FILE *out, const struct forged *f)
{
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		struct forged copy = *f;
		int32_t value = *field_of(&copy, &fields[i]);

		if (!value)
			continue;
		/* 0 is the natural window, so a closed one is -1. */
		if (is_window(&fields[i]) && value < 0)
			value = 0;
		fprintf(out, fields[i].is_signed ? ", %s%+" PRId32 "%s" :
						   ", %s%" PRId32 "%s",
			fields[i].before, value, fields[i].behind);
	}
}

static bool take_field(struct cursor *c, struct forged *f,
		       const struct field *field)
{
	int64_t value;

	if (!cursor_literal(c, ", ") ||
	    (*field->before && !cursor_literal(c, field->before)) ||
	    !(field->is_signed ? cursor_signed(c, &value) :
				 cursor_unsigned(c, &value)) ||
	    !cursor_literal(c, field->behind) || value != (int32_t)value)
		return false;
	if (is_window(field) && !value)
		value = -1;
	*field_of(f, field) = (int32_t)value;
	return value != 0;
}

bool forged_read(struct cursor *c, struct forged *f)
{
	size_t i;

	memset(f, 0, sizeof(*f));
	for (i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const char *before = c->at;

		if (!take_field(c, f, &fields[i]))
			c->at = before;
	}
	return true;
}
