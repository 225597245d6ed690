package io.malmoi.cli;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.malmoi.cli.client.CliException;
import io.malmoi.cli.client.Client;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.cli.local.DataFolder;
import io.malmoi.cli.local.DataFolder.Running;
import io.malmoi.cli.local.Installation;
import io.malmoi.cli.local.Standalone;
import io.malmoi.cli.terminal.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Starts and stops the standalone Malmoi of the data folder. */
final class LocalMalmoi {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 100;

    private final Session session;
    private final DataFolder data;

    LocalMalmoi(Session session) {
        this.session = session;
        this.data = session.options().data();
    }

    /** Starts standalone and returns once it is ready for work; if it cannot, nothing of it is left running. */
    Standalone start(Map<String, String> settings) throws IOException {
        Standalone standalone = Standalone.start(Installation.ofProcess(), data, settings);
        Thread undo = new Thread(() -> standalone.process().destroy());
        Runtime.getRuntime().addShutdownHook(undo);
        try {
            awaitReady(standalone);
        } catch (RuntimeException e) {
            Standalone.stop(standalone.process(), STOP_PATIENCE);
            throw e;
        }
        Runtime.getRuntime().removeShutdownHook(undo);
        return standalone;
    }

    /** Stops standalone, letting it end what it is doing. */
    void stop(ProcessHandle process) {
        session.console().status("stopping");
        if (!Standalone.stop(process, STOP_PATIENCE)) {
            throw new CliException(
                    ExitCode.UNAVAILABLE,
                    "process " + process.pid() + " still runs " + STOP_PATIENCE.toSeconds()
                            + " seconds after it was asked to stop; its log is " + data.log());
        }
        session.console().clearStatus();
    }

    /** Whether the Malmoi of the data folder answers and is ready. */
    boolean isReady() {
        try (Client client = session.connect()) {
            return client.health() == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    private void awaitReady(Standalone standalone) {
        Console console = session.console();
        long begin = System.nanoTime();
        while (!isUp(standalone)) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            console.status("starting Malmoi on " + data.path() + "  " + waited.toSeconds() + " s");
            if (!standalone.isAlive()) {
                console.clearStatus();
                throw standalone.failure();
            }
            if (waited.compareTo(START_PATIENCE) > 0) {
                throw new CliException(
                        ExitCode.UNAVAILABLE,
                        "Malmoi is not ready after " + START_PATIENCE.toMinutes() + " minutes; its log is "
                                + data.log());
            }
            pause();
        }
        console.clearStatus();
    }

    /** The file of the data folder names the process that wrote it, so a port taken by another does not pass for ours. */
    private boolean isUp(Standalone standalone) {
        return data.running()
                        .map(Running::process)
                        .filter(standalone.process()::equals)
                        .isPresent()
                && isReady();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.INTERRUPTED, "interrupted");
        }
    }
}
