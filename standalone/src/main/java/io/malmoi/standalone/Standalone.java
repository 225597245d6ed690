package io.malmoi.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Every service in one process, with a Kafka broker and an S3 server embedded, and all data under one folder.
 *
 * <p>The embedded servers start before the services and stop after them. SIGTERM lets calls end and jobs go back to their
 * queues; a process that was killed loses nothing that it had acknowledged.
 */
@QuarkusMain
public final class Standalone {
    private static final int CANNOT_START = 4;
    private static final long STOP_SECONDS = 60;
    /** What is logged before Quarkus takes the logs over. Held, since a logger that nobody holds forgets its level. */
    private static final Logger ROOT = Logger.getLogger("");

    private static final Logger S3 = Logger.getLogger("org.gaul");

    private Standalone() {}

    /** Runs until the process is told to stop. */
    public static void main(String... arguments) {
        ROOT.setLevel(Level.INFO);
        S3.setLevel(Level.WARNING);
        try {
            run(Settings.load(), arguments);
        } catch (RuntimeException e) {
            System.err.println("malmoi: " + oneLine(e));
            System.exit(CANNOT_START);
        }
    }

    private static void run(Settings settings, String... arguments) {
        DataLock lock = DataLock.acquire(settings.data());
        String grpc = address(settings, "malmoi.grpc.host", "malmoi.grpc.port", 9090);
        String http = address(settings, "quarkus.http.host", "quarkus.http.port", 8080);
        settings.endsWith().ifPresent(process -> process.onExit().thenRun(() -> System.exit(0)));
        if (!settings.isSet("malmoi.cache-directory")) {
            System.setProperty(
                    "malmoi.cache-directory", settings.data().resolve("cache").toString());
        }
        Embedded embedded = Embedded.start(settings);
        RunningFile running = RunningFile.write(settings.data(), grpc, "http://" + http);
        CountDownLatch servicesEnded = new CountDownLatch(1);
        Thread stop = new Thread(() -> stop(servicesEnded, embedded, running, lock), "standalone-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        Quarkus.run(
                null,
                (code, failure) -> {
                    if (failure != null) {
                        System.err.println("malmoi: " + oneLine(failure));
                    }
                    servicesEnded.countDown();
                    System.exit(code);
                },
                arguments);
    }

    /** Where a server is to listen; refuses at once if that is taken. */
    private static String address(Settings settings, String hostSetting, String portSetting, int otherwise) {
        String host = settings.value(hostSetting, String.class, "127.0.0.1");
        int port = settings.value(portSetting, Integer.class, otherwise);
        int free = Ports.free(host, port, portSetting);
        System.setProperty(portSetting, String.valueOf(free));
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + free;
    }

    /** The services need the embedded servers until their own end. */
    private static void stop(CountDownLatch servicesEnded, Embedded embedded, RunningFile running, DataLock lock) {
        try {
            if (!servicesEnded.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("malmoi: the services did not end within " + STOP_SECONDS + " seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        embedded.close();
        running.delete();
        lock.close();
    }

    private static String oneLine(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
