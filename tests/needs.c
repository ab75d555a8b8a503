/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * needs TEST NEED...: for scripts, whether a test can be made here. The exit
 * status is 0 if it can, and else that of a test that is left out, with a line
 * on standard output that says why. See tests/needs.h.
 */
#include "tests/needs.h"

static const struct {
	const char *name;
	enum need need;
} names[] = {
	{"mounts", NEED_MOUNTS},
	{"namespaces", NEED_NAMESPACES},
	{"root", NEED_ROOT},
	{"tun", NEED_TUN},
	{"userns", NEED_USERNS},
};

int main(int argc, char *argv[])
{
	size_t n = sizeof(names) / sizeof(*names), j;
	unsigned needs = 0;
	int i;

	if (argc < 3) {
		fprintf(stderr, "usage: needs TEST NEED...\n");
		return 2;
	}
	for (i = 2; i < argc; i++) {
		for (j = 0; j < n && strcmp(argv[i], names[j].name); j++)
			;
		if (j == n) {
			fprintf(stderr, "needs: nothing is called \"%s\"\n",
				argv[i]);
			return 2;
		}
		needs |= names[j].need;
	}
	return need_for(argv[1], needs);
}
