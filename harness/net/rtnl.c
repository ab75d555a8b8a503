/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One request to rtnetlink and its acknowledgment, over libmnl.
 */
#include "harness/net/rtnl.h"

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

static int exchange(struct mnl_socket *nl, struct nlmsghdr *nlh)
{
	char buf[1024] __attribute__((aligned(8)));
	ssize_t got;

	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	got = mnl_socket_recvfrom(nl, buf, sizeof(buf));
	if (got < 0)
		return -1;
	return mnl_cb_run(buf, (size_t)got, nlh->nlmsg_seq,
			  mnl_socket_get_portid(nl), NULL, NULL) < 0 ? -1 : 0;
}

int rtnl_talk(struct nlmsghdr *nlh, const char *what, struct error *err)
{
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	int ret;

	if (!nl)
		return error_errno(err, "opening rtnetlink");
	nlh->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
	nlh->nlmsg_seq = 1;
	ret = exchange(nl, nlh);
	if (ret)
		error_errno(err, "%s", what);
	mnl_socket_close(nl);
	return ret;
}
