/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making a lane: namespace, device, route, listener.
 */
#include "harness/grid/lane.h"
#include "harness/net/route.h"
#include "harness/net/sockaddr.h"
#include "harness/net/tcpstate.h"
#include "harness/net/tun.h"
#include "harness/stage/stage.h"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG	   128
#define FIRST_PORT 1024

static void set_addresses(struct lane *lane)
{
	bool v6 = lane->family == AF_INET6;

	lane->subject.family = lane->peer.family = (uint16_t)lane->family;
	inet_pton(lane->family, v6 ? "2001:db8::2" : "192.0.2.2",
		  lane->subject.bytes);
	inet_pton(lane->family, v6 ? "2001:db8::1" : "192.0.2.1",
		  lane->peer.bytes);
}

static int listen_there(const struct address *at, struct error *err)
{
	struct address here = *at;
	struct sockaddr_storage ss;
	socklen_t size;
	int fd = socket(at->family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
			0);

	if (fd < 0)
		return error_errno(err, "a listener");
	here.port = LANE_PORT;
	size = sockaddr_fill(&here, &ss);
	if (bind(fd, (struct sockaddr *)&ss, size) || listen(fd, BACKLOG)) {
		error_errno(err, "a listener");
		close(fd);
		return -1;
	}
	return fd;
}

int lane_open(struct lane *lane, int family, struct error *err)
{
	*lane = (struct lane){.family = family, .tun = -1, .listener = -1,
			      .port = FIRST_PORT};
	set_addresses(lane);
	if (stage_enter(err))
		return -1;
	lane->tun = tun_open(&lane->subject, &lane->peer, err);
	if (lane->tun < 0 ||
	    route_set(TUN_DEVICE, &lane->peer, false, RTAX_QUICKACK, 1, err))
		return -1;
	lane->listener = listen_there(&lane->subject, err);
	lane->ask = tcpstate_open(err);
	return lane->listener < 0 || !lane->ask ? -1 : 0;
}

void lane_close(struct lane *lane)
{
	if (lane->tun >= 0)
		close(lane->tun);
	if (lane->listener >= 0)
		close(lane->listener);
	tcpstate_close(lane->ask);
}

uint16_t lane_next_port(struct lane *lane)
{
	uint16_t port = lane->port++;

	if (!lane->port)
		lane->port = FIRST_PORT;
	return port;
}
