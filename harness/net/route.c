/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The route from one end to the other, and its attributes.
 */
#include "harness/net/route.h"
#include "harness/net/rtnl.h"

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static size_t octets(const struct address *a)
{
	return a->family == AF_INET ? 4 : 16;
}

static void fill_route(struct nlmsghdr *nlh, int type, const char *device,
		       const struct address *to, bool local)
{
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));
	bool v4 = to->family == AF_INET;

	nlh->nlmsg_type = (uint16_t)type;
	if (type == RTM_NEWROUTE)
		nlh->nlmsg_flags |= NLM_F_CREATE | NLM_F_REPLACE;
	rtm->rtm_family = (unsigned char)to->family;
	rtm->rtm_dst_len = (unsigned char)(8 * octets(to));
	rtm->rtm_table = local ? RT_TABLE_LOCAL : RT_TABLE_MAIN;
	rtm->rtm_protocol = local ? RTPROT_KERNEL : RTPROT_STATIC;
	rtm->rtm_scope = !v4 ? RT_SCOPE_UNIVERSE :
			 local ? RT_SCOPE_HOST : RT_SCOPE_LINK;
	rtm->rtm_type = local ? RTN_LOCAL : RTN_UNICAST;
	mnl_attr_put(nlh, RTA_DST, octets(to), to->bytes);
	if (v4 && local)
		mnl_attr_put(nlh, RTA_PREFSRC, 4, to->bytes);
	mnl_attr_put_u32(nlh, RTA_OIF, if_nametoindex(device));
}

int route_set(const char *device, const struct address *to, bool local,
		unsigned metric, unsigned value, struct error *err)
{
	char buf[512] __attribute__((aligned(8)));
	struct nlmsghdr *nlh;
	struct nlattr *nest;

	/* The kernel's own route to ::1 has a metric that cannot be asked
	 * for: a better one beside it would never be chosen. */
	if (metric && local && to->family == AF_INET6) {
		nlh = mnl_nlmsg_put_header(buf);
		fill_route(nlh, RTM_DELROUTE, device, to, local);
		if (rtnl_talk(nlh, "deleting a local route", err))
			return -1;
	}
	nlh = mnl_nlmsg_put_header(buf);
	fill_route(nlh, RTM_NEWROUTE, device, to, local);
	/* Without CONFIG_IPV6_MULTIPLE_TABLES the route that comes with an
	 * address lies in the same table, and is no local one: this is before
	 * it (IP6_RT_PRIO_ADDRCONF). */
	if (local && to->family == AF_INET6)
		mnl_attr_put_u32(nlh, RTA_PRIORITY, 1);
	if (metric) {
		nest = mnl_attr_nest_start(nlh, RTA_METRICS);
		mnl_attr_put_u32(nlh, (uint16_t)metric, value);
		mnl_attr_nest_end(nlh, nest);
	}
	return rtnl_talk(nlh, "setting a route", err);
}

int route_device_up(const char *device, struct error *err)
{
	struct ifreq ifr = {.ifr_flags = IFF_UP | IFF_RUNNING};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int ret;

	if (fd < 0)
		return error_errno(err, "socket to bring %s up", device);
	strncpy(ifr.ifr_name, device, sizeof(ifr.ifr_name) - 1);
	ret = ioctl(fd, SIOCSIFFLAGS, &ifr);
	close(fd);
	if (ret < 0)
		return error_errno(err, "bringing %s up", device);
	return 0;
}
