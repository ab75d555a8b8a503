/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/vm/boot.h"
#include "harness/limit.h"
#include "harness/vm/fetch.h"
#include "harness/vm/pack.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define BOOT_SECONDS  120
/* A KVM that works has booted by then many times over. */
#define KVM_SECONDS   20
#define CONSOLE_LINES 12

int boot_open(struct boot *b, struct error *err)
{
	char path[4096];

	b->status = -1;
	b->initramfs = b->signals = -1;
	b->vm.console = b->vm.errors = -1;
	if (strncmp(b->kernel, "debian:", 7))
		return image_open(&b->image, b->kernel, err);
	if (kernel_fetch(b->kernel, path, sizeof(path), err))
		return -1;
	return image_open(&b->image, path, err);
}

static int pack(struct boot *b, char *const *words, struct error *err)
{
	struct modules modules = {.n = 0};
	struct pack pack = {.expected = b->expected, .modules = &modules,
			    .words = words};

	if (!*b->image.modules ||
	    !modules_gather(&modules, b->image.modules, err))
		b->initramfs = pack_initramfs(&pack, err);
	modules_clear(&modules);
	return b->initramfs < 0 ? -1 : 0;
}

static void take_line(struct boot *b, const char *text)
{
	json_t *line = json_loads(text, 0, NULL);
	const char *type = json_string_value(json_object_get(line, "type"));

	if (!type) {
		json_decref(line);
		return;
	}
	if (!strcmp(type, "trouble")) {
		error_set(&b->trouble, "%s: %s", b->image.release,
			  json_string_value(json_object_get(line, "text")));
	} else if (!strcmp(type, "exit")) {
		b->status = (int)json_integer_value(
			json_object_get(line, "status"));
		b->ended = true;
	} else {
		/* Only now does anybody know that KVM works. */
		if (!b->begun && b->kvm)
			b->known(b->arg);
		b->begun = true;
		b->unwanted = b->unwanted || !b->line(b->arg, type, line);
	}
	json_decref(line);
}

/* Return: 0, or -1 at the end of all octets. */
static int take_octets(struct boot *b)
{
	char octets[65536], *end;
	ssize_t got = read(b->vm.out, octets, sizeof(octets));

	if (got <= 0)
		return -1;
	b->text = realloc(b->text, b->length + (size_t)got + 1);
	if (!b->text)
		abort();
	memcpy(b->text + b->length, octets, (size_t)got);
	b->length += (size_t)got;
	b->text[b->length] = '\0';
	while ((end = memchr(b->text, '\n', b->length))) {
		*end++ = '\0';
		take_line(b, b->text);
		b->length -= (size_t)(end - b->text);
		memmove(b->text, end, b->length + 1);
	}
	return 0;
}

static double silence_allowed(const struct boot *b)
{
	if (b->begun)
		return b->silence_seconds;
	if (b->kvm)
		return KVM_SECONDS;
	return limit_seconds("LASTACK_BOOT_SECONDS", BOOT_SECONDS);
}

static void take_signal(struct boot *b)
{
	struct signalfd_siginfo info;

	if (read(b->signals, &info, sizeof(info)) == sizeof(info))
		b->caught = (int)info.ssi_signo;
}

static void follow(struct boot *b)
{
	struct pollfd fds[] = {{.fd = b->vm.out, .events = POLLIN},
			       {.fd = b->signals, .events = POLLIN}};
	int ret;

	while (!b->ended && !b->caught && !b->unwanted) {
		double seconds = silence_allowed(b);

		ret = poll(fds, 2, (int)(seconds * 1000));
		if (ret < 0 && errno == EINTR)
			continue;
		if (ret <= 0) {
			error_set(&b->trouble, "%s: not a word for %.0f s",
				  b->image.release, seconds);
			return;
		}
		if (fds[1].revents)
			take_signal(b);
		if (fds[0].revents && take_octets(b))
			return;
	}
}

static char *limits(const struct boot *b)
{
	/* Emulated, it is that much slower, but not by its own clock. */
	double slower = strcmp(b->on, "TCG") || b->virtual_time ? 1 : 6;
	char *text;

	if (asprintf(&text, "LASTACK_HANG_SECONDS=%.0f "
		     "LASTACK_LIMIT_SECONDS=%.0f%s",
		     limit_seconds("LASTACK_HANG_SECONDS", 30 * slower),
		     limit_seconds("LASTACK_LIMIT_SECONDS", 5 * slower),
		     b->virtual_time ? " LASTACK_VIRTUAL_TIME=1" : "") < 0)
		abort();
	return text;
}

static int boot_once(struct boot *b, struct error *err)
{
	struct vm_setup setup = {
		.image = &b->image,
		.initramfs = b->initramfs,
		.kvm = b->kvm,
		.virtual_time = b->virtual_time,
	};
	char *append;
	int ret;

	b->on = b->image.uml ? "UML" : b->kvm ? "KVM" : "TCG";
	if (!b->kvm)
		b->known(b->arg);
	setup.append = append = limits(b);
	ret = vm_start(&b->vm, &setup, err);
	free(append);
	if (ret)
		return -1;
	follow(b);
	vm_stop(&b->vm);
	return 0;
}

/* That there is a KVM does not say that it can boot anything. */
static int boot_somehow(struct boot *b, struct error *err)
{
	if (!b->virtual_time && !b->image.uml &&
	    !access("/dev/kvm", R_OK | W_OK)) {
		b->kvm = true;
		if (boot_once(b, err))
			return -1;
		if (b->begun || b->caught)
			return 0;
		vm_close(&b->vm);
		b->kvm = false;
		b->length = 0;
		*b->trouble.text = '\0';
	}
	return boot_once(b, err);
}

static void listen_for_signals(struct boot *b, sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, old);
	b->signals = signalfd(-1, &set, SFD_CLOEXEC);
}

int boot_run(struct boot *b, char *const *words, struct error *err)
{
	sigset_t old;
	int ret;

	if (pack(b, words, err))
		return -1;
	listen_for_signals(b, &old);
	ret = boot_somehow(b, err);
	close(b->signals);
	close(b->initramfs);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (ret)
		return -1;
	if (!b->ended && !b->caught && !b->unwanted && !*b->trouble.text)
		error_set(&b->trouble, "%s: it ended by itself%s",
			  b->image.release,
			  b->begun ? "" : " before lastack had begun");
	return 0;
}

/* The last lines of a text, each behind a mark. */
static void print_tail(FILE *out, const char *text)
{
	const char *at = text + strlen(text);
	const char *panic = strstr(text, "Kernel panic");
	int lines = 0;

	/* Of a panic its first words, not the last of its registers. */
	if (panic) {
		while (panic > text && panic[-1] != '\n')
			panic--;
		fprintf(out, "    | %.*s\n", (int)strcspn(panic, "\r\n"),
			panic);
	}
	while (at > text && lines <= CONSOLE_LINES)
		if (*--at == '\n' && at[1])
			lines++;
	for (at += *at == '\n'; *at; at += strcspn(at, "\n"),
				     at += *at == '\n')
		fprintf(out, "    | %.*s\n", (int)strcspn(at, "\r\n"), at);
}

void boot_tell_console(const struct boot *b, FILE *out)
{
	char *errors = vm_text(b->vm.errors);
	char *console = boot_console(b);

	if (*errors)
		print_tail(out, errors);
	print_tail(out, console);
	free(errors);
	free(console);
}

char *boot_console(const struct boot *b)
{
	return vm_text(b->vm.console);
}

void boot_close(struct boot *b)
{
	vm_close(&b->vm);
	free(b->text);
	b->text = NULL;
}
