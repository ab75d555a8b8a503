/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel under test has said on its console, and what that means.
 */
#include "harness/vm/boot.h"
#include "base/memory.h"
#include "harness/vm/lacks.h"

#include <stdlib.h>
#include <string.h>

#define CONSOLE_LINES 12

/* The last lines of a text, each behind a mark. */
static void print_tail(FILE *out, const char *text)
{
	const char *at = text + strlen(text);
	const char *panic = strstr(text, "Kernel panic");
	int lines = 0;

	/* Of a panic its first words, not the last of its registers. */
	if (panic) {
		while (panic > text && panic[-1] != '\n')
			panic--;
		fprintf(out, "    | %.*s\n", (int)strcspn(panic, "\r\n"),
			panic);
	}
	while (at > text && lines <= CONSOLE_LINES)
		if (*--at == '\n' && at[1])
			lines++;
	for (at += *at == '\n'; *at; at += strcspn(at, "\n"),
				     at += *at == '\n')
		fprintf(out, "    | %.*s\n", (int)strcspn(at, "\r\n"), at);
}

/* Of several machines those that have not come to their end. */
void boot_tell_console(const struct boot *b, FILE *out)
{
	unsigned i;

	for (i = 0; i < b->machines; i++) {
		const struct vm *vm = &b->machine[i].vm;
		char *errors, *console;

		if (vm->console < 0 ||
		    (b->machine[i].ended && !boot_have_ended(b)))
			continue;
		errors = vm_text(vm->errors);
		console = vm_text(vm->console);
		if (*errors)
			print_tail(out, errors);
		print_tail(out, console);
		free(errors);
		free(console);
	}
}

char *boot_console(const struct boot *b)
{
	char *all = strdup("");
	unsigned i;

	for (i = 0; i < b->machines; i++) {
		char *one = vm_text(b->machine[i].vm.console), *both;

		if (!all || asprintf(&both, "%s%s", all, one) < 0)
			memory_none();
		free(all);
		free(one);
		all = both;
	}
	return all;
}

void boot_explain(struct boot *b)
{
	char *console = boot_console(b);
	const char *said = strstr(console, "lastack: " LACKS_WORDS);
	const char *option = lacks_said(console);
	const char *told = said ? strchr(said, ' ') + 1 : NULL;
	struct error earlier = b->trouble;

	if (told)
		error_set(&b->trouble, "%s: %.*s", b->image.release,
			  (int)strcspn(told, "\r\n"), told);
	else if (option)
		error_set(&b->trouble, "%s: " LACKS_WORDS "%s",
			  b->image.release, option);
	else if (!*console && *b->trouble.text && !b->image.uml)
		error_set(&b->trouble, "%s, and no output on its console either "
			  "(CONFIG_SERIAL_8250_CONSOLE, CONFIG_PRINTK?)",
			  earlier.text);
	free(console);
}
