/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs that set the stage: sysctls and routes of the namespaces.
 */
#include "harness/play/script.h"
#include "harness/net/route.h"
#include "harness/net/tun.h"
#include "harness/stage/initial.h"
#include "harness/stage/stage.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <string.h>

/* On the wire each end has a namespace of its own. */
static void enter_network(int end)
{
	if (play->network[end] >= 0 && setns(play->network[end], CLONE_NEWNET))
		play_break("going back into a namespace: %s", strerror(errno));
}

struct address wire_address(int end, uint16_t port)
{
	struct address a = own_address(end, port);

	if (a.family != play->variant.wire) {
		a.family = AF_INET;
		memmove(a.bytes, a.bytes + 12, 4);
		memset(a.bytes + 4, 0, 12);
	}
	return a;
}

/* Of the whole machine, which then is only ours; see NEED_ORPHANS. */
static bool is_initial(const char *name)
{
	return play->tc->needs & NEED_ORPHANS && initial_has(name);
}

static void set_sysctl(const char *name, const char *value)
{
	bool initial = is_initial(name);
	struct error err;
	int end;

	if (initial && initial_write(name, value, &err))
		play_break("%s", err.text);
	for (end = 0; end < 2 && !initial; end++) {
		enter_network(end);
		if (stage_write(name, value, &err))
			play_break("%s", err.text);
	}
}

/* Both ends, on loopback as on the wire. */
static void set_routes(unsigned metric, unsigned value)
{
	bool lo = play->variant.link == LINK_LO;
	struct address to;
	struct error err;
	int end;

	for (end = 0; end < (lo ? 1 : 2); end++) {
		/* A forged end has no namespace, and no routes. */
		if (!lo && play->network[end] < 0)
			continue;
		enter_network(end);
		to = wire_address(!end, 0);
		if (route_set(lo ? "lo" : TUN_DEVICE, &to, lo, metric, value,
				&err))
			play_break("%s", err.text);
	}
}

void perform_stage(const struct step *s)
{
	step_begin();
	switch (s->verb) {
	case VERB_SYSCTL:
		set_sysctl(s->text, step_value(s));
		break;
	case VERB_INITCWND:
		set_routes(RTAX_INITCWND, (unsigned)s->arg[0]);
		break;
	default:
		set_routes(RTAX_QUICKACK, 1);
		break;
	}
	step_settle(s);
}
