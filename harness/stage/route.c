/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Route attributes of lo's own addresses, over rtnetlink.
 */
#include "harness/stage/stage.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <time.h>

static void fill_route(struct nlmsghdr *nlh, int type, int family)
{
	static const uint8_t loopback4[4] = {127, 0, 0, 1};
	struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));

	nlh->nlmsg_type = (uint16_t)type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	if (type == RTM_NEWROUTE)
		nlh->nlmsg_flags |= NLM_F_CREATE | NLM_F_REPLACE;
	rtm->rtm_family = (unsigned char)family;
	rtm->rtm_dst_len = family == AF_INET ? 32 : 128;
	rtm->rtm_table = RT_TABLE_LOCAL;
	rtm->rtm_protocol = RTPROT_KERNEL;
	rtm->rtm_scope = family == AF_INET ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
	rtm->rtm_type = RTN_LOCAL;
	if (family == AF_INET) {
		mnl_attr_put(nlh, RTA_DST, 4, loopback4);
		mnl_attr_put(nlh, RTA_PREFSRC, 4, loopback4);
	} else {
		mnl_attr_put(nlh, RTA_DST, 16, &in6addr_loopback);
	}
	mnl_attr_put_u32(nlh, RTA_OIF, if_nametoindex("lo"));
}

static int route_ask(struct mnl_socket *nl, int type, int family,
		     unsigned segments, struct error *err)
{
	char buf[MNL_SOCKET_BUFFER_SIZE];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct nlattr *metrics;
	ssize_t got;

	fill_route(nlh, type, family);
	if (type == RTM_NEWROUTE) {
		metrics = mnl_attr_nest_start(nlh, RTA_METRICS);
		mnl_attr_put_u32(nlh, RTAX_INITCWND, segments);
		mnl_attr_nest_end(nlh, metrics);
	}
	nlh->nlmsg_seq = (unsigned)family;
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return error_errno(err, "sending a route");
	got = mnl_socket_recvfrom(nl, buf, sizeof(buf));
	if (got < 0 || mnl_cb_run(buf, (size_t)got, (unsigned)family,
				  mnl_socket_get_portid(nl), NULL, NULL) < 0)
		return error_errno(err, "route of lo with initcwnd %u",
				   segments);
	return 0;
}

int stage_route_initcwnd(unsigned segments, struct error *err)
{
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	int ret;

	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0) {
		ret = error_errno(err, "opening rtnetlink");
	} else {
		ret = route_ask(nl, RTM_NEWROUTE, AF_INET, segments, err);
		/* ::1 has a route of a metric that cannot be asked for: a
		 * new one beside it would never be chosen. */
		if (!ret && !route_ask(nl, RTM_DELROUTE, AF_INET6, 0, NULL))
			ret = route_ask(nl, RTM_NEWROUTE, AF_INET6, segments,
					err);
	}
	if (nl)
		mnl_socket_close(nl);
	return ret;
}
