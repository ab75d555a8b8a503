/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All cases, sorted. A case that is not named here is not built in.
 */
#include "cases/catalogue.h"

#define CASE_ENTRY(subject, name) extern const struct test_case case_##subject##_##name;
#include "cases/table.h"
#undef CASE_ENTRY

static const struct test_case *const table[] = {
#define CASE_ENTRY(subject, name) &case_##subject##_##name,
#include "cases/table.h"
#undef CASE_ENTRY
};

const struct test_case *const *case_table(size_t *n)
{
	*n = sizeof(table) / sizeof(*table);
	return table;
}
