/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack new: a file to begin a case with.
 */
#include "harness/commands/commands.h"

#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static error_t parse(int key, char *arg, struct argp_state *state)
{
	const char **name = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (*name)
			argp_error(state, "one case at a time");
		*name = arg;
		break;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which case? As in: lastack new "
			   "my-cases/half_open");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	NULL, parse, "SUBJECT/NAME",
	"Write SUBJECT/NAME.trace, a case to start from: change its steps, read "
	"what happens, and bless it.",
	NULL, NULL, NULL
};

static const char body[] =
	"# What happens, and why it matters, in one sentence.\n"
	"# RFC 9293 3.10.4; tcp_close()\n"
	"\n"
	"server  listen(backlog 8)\n"
	"client  connect()\n"
	"server  accept()\n"
	"\n"
	"# The client closes first.\n"
	"client  close()\n"
	"server  recv(9)\n"
	"server  close()\n";

/* Two words with one slash between them, of letters that files may have. */
static int check_name(const char *name, struct error *err)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-";
	size_t subject = strspn(name, letters), rest;

	if (subject && name[subject] == '/') {
		rest = strspn(name + subject + 1, letters);
		if (rest && !name[subject + 1 + rest])
			return 0;
	}
	return error_set(err, "\"%s\" is no SUBJECT/NAME of letters, digits, "
			 "_ and -", name);
}

static int write_file(const char *path, const char *name, struct error *err)
{
	FILE *out = fopen(path, "wxe");

	if (!out)
		return error_errno(err, "%s", path);
	fprintf(out, "# %s\n%s", name, body);
	if (fflush(out) == 0 && !ferror(out) && fclose(out) == 0)
		return 0;
	error_errno(err, "%s", path);
	unlink(path);
	return -1;
}

int command_new(int argc, char **argv)
{
	char folder[PATH_MAX], path[PATH_MAX];
	const char *name = NULL;
	struct error err;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &name);
	if (check_name(name, &err))
		return complain(&err);
	snprintf(folder, sizeof(folder), "%.*s", (int)strcspn(name, "/"), name);
	snprintf(path, sizeof(path), "%s.trace", name);
	if (mkdir(folder, 0777) && errno != EEXIST) {
		error_errno(&err, "%s", folder);
		return complain(&err);
	}
	if (write_file(path, name, &err))
		return complain(&err);
	printf("%s\n", path);
	fprintf(stderr, "Change its steps (`lastack verbs`), then: %s bless "
		"%s\n", program_name(), path);
	return output_status(STATUS_GOOD);
}
