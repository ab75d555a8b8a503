/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Options that a kernel lacks. This one has all of them, or lastack would not run;
 * a filter of system calls makes it behave as one that has not.
 */
#include "harness/vm/lacks.h"
#include "tests/suite.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LOW_WORD 4
#else
#define LOW_WORD 0
#endif

static const struct {
	long call;
	unsigned argument;
	int error;
	const char *option;
} missing[] = {
	{SYS_socket, AF_UNIX, EAFNOSUPPORT, "CONFIG_UNIX"},
	{SYS_socket, AF_PACKET, EAFNOSUPPORT, "CONFIG_PACKET"},
	{SYS_unshare, CLONE_NEWNET, EINVAL, "CONFIG_NET_NS"},
	{SYS_unshare, CLONE_NEWPID, EINVAL, "CONFIG_PID_NS"},
	{SYS_epoll_create1, EPOLL_CLOEXEC, ENOSYS, "CONFIG_EPOLL"},
	{SYS_socket, AF_NETLINK, EAFNOSUPPORT, "CONFIG_NET, CONFIG_INET_DIAG"},
};

/* The call with that first argument fails; what a child does, too. */
static void forbid(long call, unsigned argument, int error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, args[0]) + LOW_WORD),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, argument, 0, 1),
		BPF_STMT(BPF_RET | BPF_K,
			 SECCOMP_RET_ERRNO | ((unsigned)error &
					      SECCOMP_RET_DATA)),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = COUNT(code), .filter = code};

	ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	ck_assert_int_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program),
			 0);
}

/* What this machine lacks indeed, the same before and behind. */
static char here[LACKS_TEXT], text[LACKS_TEXT];

static bool has_word(const char *list, const char *word)
{
	return strstr(list, word);
}

START_TEST(one_is_missing)
{
	lacks_find(here, sizeof(here));
	ck_assert_msg(!has_word(here, "CONFIG_NET") &&
		      !has_word(here, "CONFIG_UNIX") &&
		      !has_word(here, "CONFIG_EPOLL"), "%s", here);
	forbid(missing[_i].call, missing[_i].argument, missing[_i].error);
	lacks_find(text, sizeof(text));
	ck_assert_msg(has_word(text, missing[_i].option), "\"%s\"", text);
	/* No other one. */
	ck_assert_uint_eq(strlen(text),
			  strlen(here) + strlen(missing[_i].option) +
				  (*here ? strlen(", ") : 0));
}
END_TEST

START_TEST(names_in_a_row)
{
	char some[32] = "";

	lacks_add(some, sizeof(some), "CONFIG_TUN");
	ck_assert_str_eq(some, "CONFIG_TUN");
	lacks_add(some, sizeof(some), "CONFIG_INET");
	ck_assert_str_eq(some, "CONFIG_TUN, CONFIG_INET");
	lacks_add(some, sizeof(some), "CONFIG_PACKET");
	ck_assert_uint_lt(strlen(some), sizeof(some));
}
END_TEST

START_TEST(last_words)
{
	ck_assert_str_eq(lacks_said("[1] Kernel panic - not syncing: VFS: Unable "
				    "to mount root fs on \"\" or 98:0\n"),
			 "CONFIG_BLK_DEV_INITRD");
	ck_assert_str_eq(lacks_said("Kernel panic - not syncing: Requested init "
				    "/lastack failed (error -8).\n"),
			 "CONFIG_BINFMT_ELF");
	ck_assert_str_eq(lacks_said("Using a channel type which is configured "
				    "out of UML\n"), "CONFIG_NULL_CHAN");
	ck_assert_ptr_null(lacks_said("Kernel panic - not syncing: bad luck\n"));
	ck_assert_ptr_null(lacks_said(""));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lacks");
	TCase *tcase = tcase_create("lacks");

	tcase_add_loop_test(tcase, one_is_missing, 0, COUNT(missing));
	tcase_add_test(tcase, names_in_a_row);
	tcase_add_test(tcase, last_words);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
