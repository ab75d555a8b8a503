/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The setting of a play, by link.
 *
 * Players are forked before the capture of their end is opened, so that its
 * buffer is none of theirs.
 */
#include "harness/play/setting.h"
#include "harness/net/tun.h"
#include "harness/play/cable.h"
#include "harness/play/needs.h"
#include "harness/play/remains.h"
#include "harness/stage/stage.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* One that is there already, or a new one. */
static int cast_player(int end, struct error *err)
{
	struct player *p = &play->player[end];
	int network = play->network[end], ret;

	if (!p->pid) {
		remains_wait();
		return player_start(p, play->variant.family, err);
	}
	if (network < 0)
		network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (network < 0)
		return error_errno(err, "/proc/self/ns/net");
	ret = player_enter(p, play->variant.family, network, err);
	if (network != play->network[end])
		close(network);
	return ret;
}

static int build_lo(const char **missing, struct error *err)
{
	if (stage_enter(err) || !(play->tcpstate[0] = tcpstate_open(err)))
		return -1;
	play->tcpstate[1] = play->tcpstate[0];
	*missing = needs_missing(play->tc, &play->variant, play->tcpstate[0]);
	if (*missing)
		return 0;
	if (cast_player(0, err) || cast_player(1, err) ||
	    !(play->capture[0] = capture_open_live("lo", err)))
		return -1;
	play->capture[1] = play->capture[0];
	return 0;
}

/* One end with a namespace and a TUN device of its own. */
static int build_end(int end, int *fd, const char **missing, struct error *err)
{
	struct address own = own_address(end, 0), peer = own_address(!end, 0);

	if (stage_enter(err))
		return -1;
	play->network[end] = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (play->network[end] < 0)
		return error_errno(err, "/proc/self/ns/net");
	play->tcpstate[end] = tcpstate_open(err);
	if (!play->tcpstate[end])
		return -1;
	*missing = needs_missing(play->tc, &play->variant,
				 play->tcpstate[end]);
	if (*missing)
		return 0;
	*fd = tun_open(&own, &peer, err);
	if (*fd < 0 || cast_player(end, err))
		return -1;
	play->capture[end] = capture_open_live(TUN_DEVICE, err);
	return play->capture[end] ? 0 : -1;
}

static int build_tun(const char **missing, struct error *err)
{
	bool forged_client = play->tc->forged == FORGED_CLIENT;
	bool forged_server = play->tc->forged == FORGED_SERVER;
	bool forged = play->variant.link == LINK_FORGED;
	int fd[2] = {-1, -1};

	*missing = tun_missing();
	if (*missing)
		return 0;
	if (!(forged && forged_server) &&
	    (build_end(END_SERVER, &fd[1], missing, err) || *missing))
		return *missing ? 0 : -1;
	if (!(forged && forged_client) &&
	    (build_end(END_CLIENT, &fd[0], missing, err) || *missing))
		return *missing ? 0 : -1;
	play->cable = cable_new(fd);
	return 0;
}

int setting_build(const char **missing, struct error *err)
{
	int ret;

	*missing = NULL;
	play->network[0] = play->network[1] = -1;
	play->table = conversations_new(SERVER_PORT);
	if (!play->table)
		return error_set(err, "out of memory");
	if (play->variant.link == LINK_LO)
		ret = build_lo(missing, err);
	else
		ret = build_tun(missing, err);
	return ret;
}

/* A call that does not return, or that nobody has heard the end of. */
static bool is_calling(int end)
{
	unsigned i;

	for (i = 0; i <= MAX_CONVERSATIONS; i++)
		if (play->pending[end][i].step.phase == STEP_BEGUN)
			return true;
	return play->end != PLAY_DONE;
}

void setting_clear(void)
{
	struct player kept[2];
	int end;

	for (end = 0; end < 2; end++)
		if (play->player[end].spent || is_calling(end))
			player_stop(&play->player[end]);
	memcpy(kept, play->player, sizeof(kept));
	remains_clear(play);
	memset(play, 0, sizeof(*play));
	memcpy(play->player, kept, sizeof(kept));
	play->network[0] = play->network[1] = -1;
}

void setting_end(void)
{
	player_stop(&play->player[0]);
	player_stop(&play->player[1]);
}
