/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs about the player's process as a whole.
 */
#include "harness/play/script.h"

#include <string.h>
#include <sys/wait.h>

static int wait_for_end(struct end e)
{
	struct player *p = &play->player[e.player];
	struct error err;
	int status;

	if (player_wait(p, &status, (int)(play->limit_ns / 1000000), &err))
		play_break("%s: %s", actor_name(e), err.text);
	play->bound[e.player] = false;
	return status;
}

void call_exit(struct end e)
{
	struct call call = {.op = OP_EXIT, .end = e};
	struct error err;
	int64_t began = now_ns();
	char took[32] = "";
	int status;

	step_begin();
	if (player_tell(&play->player[e.player], &call, &err))
		play_break("%s: %s", actor_name(e), err.text);
	status = wait_for_end(e);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		play_break("%s: exit() came to a bad end", actor_name(e));
	if (play->tc->show & SHOW_TIME)
		snprintf(took, sizeof(took), " (%.1f s)",
			 (double)(now_ns() - began) / 1e9);
	step_settle("%-7s exit()%s", actor_name(e), took);
}

void call_kill(struct end e, int signal)
{
	struct player *p = &play->player[e.player];
	int status;

	step_begin();
	if (!p->pid || kill(p->pid, signal))
		play_break("%s: there is nothing to kill", actor_name(e));
	status = wait_for_end(e);
	if (!WIFSIGNALED(status))
		play_break("%s: did not die of %s", actor_name(e),
			   signal_name(signal));
	step_settle("%-7s killed by %s", actor_name(e),
		    signal_name(WTERMSIG(status)));
}

void call_netcat(struct end e, const char *text)
{
	struct call call = {.op = OP_NETCAT, .end = e,
			    .address = own_address(1, SERVER_PORT)};
	struct answer ans;
	struct error err;

	strncpy(call.text, text, sizeof(call.text) - 1);
	step_begin();
	if (player_tell(&play->player[e.player], &call, &err))
		play_break("%s: %s", actor_name(e), err.text);
	/* A successful exec closes the player's side of the line. */
	if (player_hear(&play->player[e.player], &ans,
			(int)(play->limit_ns / 1000000), &err) >= 0)
		play_break("%s: nc cannot be run", actor_name(e));
	play->stranger = true;
	step_settle("%-7s nc -N, \"%s\" on standard input", actor_name(e),
		    text);
}
