package io.malmoi.cli.local;

import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A standalone Malmoi that this client started in the background. */
public final class Standalone {
    private static final long MAX_LOG_BYTES = 10_000_000;
    private static final String OWN_LINE = "malmoi: ";

    private final DataFolder data;
    private final Process process;
    private final long logBegin;

    private Standalone(DataFolder data, Process process, long logBegin) {
        this.data = data;
        this.process = process;
        this.logBegin = logBegin;
    }

    /**
     * Starts standalone on a folder.
     *
     * @param settings system properties, such as {@code malmoi.grpc.port}
     */
    public static Standalone start(Installation installation, DataFolder data, Map<String, String> settings)
            throws IOException {
        Path log = data.log();
        Files.createDirectories(log.getParent());
        long logBegin = rotate(log);
        List<String> command = new ArrayList<>(detach());
        command.add(Installation.java().toString());
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(userOptions());
        command.add("-Dmalmoi.data=" + data.path());
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", installation.standalone().toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(data.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Standalone(data, builder.start(), logBegin);
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Why it ended: the line that it wrote for the user, or else the last of its log. */
    public CliException failure() {
        List<String> lines = logLines();
        String reason = lines.stream()
                .filter(line -> line.startsWith(OWN_LINE))
                .reduce((first, second) -> second)
                .map(line -> line.substring(OWN_LINE.length()))
                .orElseGet(() -> "standalone ended unexpectedly; its last lines:\n  "
                        + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 8), lines.size())));
        return new CliException(ExitCode.CONFLICT, reason + "\n  (log: " + data.log() + ")");
    }

    /**
     * Asks a process to stop and waits for its end.
     *
     * @return false if it still runs after {@code patience}
     */
    public static boolean stop(ProcessHandle process, Duration patience) {
        CompletableFuture<ProcessHandle> end = process.onExit();
        process.destroy();
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private List<String> logLines() {
        try (RandomAccessFile log = new RandomAccessFile(data.log().toFile(), "r")) {
            long from = Math.max(logBegin, log.length() - (64 << 10));
            byte[] tail = new byte[(int) Math.max(0, log.length() - from)];
            log.seek(from);
            log.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Moves a long log aside; returns the bytes that the log has now. */
    private static long rotate(Path log) throws IOException {
        if (!Files.exists(log)) {
            return 0;
        }
        if (Files.size(log) > MAX_LOG_BYTES) {
            Files.move(log, log.resolveSibling("standalone.1.log"), StandardCopyOption.REPLACE_EXISTING);
            return 0;
        }
        return Files.size(log);
    }

    /** What makes a process outlive the terminal it was started from; both replace themselves, so the process id stays. */
    private static List<String> detach() {
        return Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of("nohup");
    }

    private static List<String> userOptions() {
        String options = System.getenv().getOrDefault("MALMOI_JAVA_OPTIONS", "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }
}
