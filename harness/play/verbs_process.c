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

void perform_exit(struct step s)
{
	struct call call = {.step = s};
	struct error err;
	int64_t began = now_ns();
	int status;

	step_begin();
	if (player_tell(&play->player[s.end.player], &call, &err))
		play_break("%s: %s", actor_name(s.end), err.text);
	status = wait_for_end(s.end);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		play_break("%s: exit() came to a bad end", actor_name(s.end));
	if (play->tc->show & SHOW_TIME)
		s.out.took = (struct seconds){(double)(now_ns() - began) / 1e9,
					      1};
	step_settle(&s);
}

void perform_kill(struct step s)
{
	struct player *p = &play->player[s.end.player];
	int status, signal = (int)s.arg[0];

	step_begin();
	if (!p->pid || kill(p->pid, signal))
		play_break("%s: there is nothing to kill", actor_name(s.end));
	status = wait_for_end(s.end);
	if (!WIFSIGNALED(status))
		play_break("%s: did not die of %s", actor_name(s.end),
			   signal_name(signal));
	s.arg[0] = WTERMSIG(status);
	step_settle(&s);
}

void perform_netcat(struct step s)
{
	struct call call = {.step = s,
			    .address = own_address(1, SERVER_PORT)};
	struct answer ans;
	struct error err;

	step_begin();
	if (player_tell(&play->player[s.end.player], &call, &err))
		play_break("%s: %s", actor_name(s.end), err.text);
	/* A successful exec closes the player's side of the line. */
	if (player_hear(&play->player[s.end.player], &ans,
			(int)(play->limit_ns / 1000000), &err) >= 0)
		play_break("%s: nc cannot be run", actor_name(s.end));
	play->stranger = true;
	step_settle(&s);
}
