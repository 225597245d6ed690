package io.malmoi.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Both servers in a process of their own, which a test can kill. */
final class Servers {
    private Servers() {}

    static Process startProcess(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Servers.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Where its broker listens, once both are up. */
    static String awaitBootstrapServers(Process process) throws IOException {
        String line =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("the servers' process ended early");
        }
        return line;
    }

    static Path kafka(Path folder) {
        return folder.resolve("kafka");
    }

    static Path objectStore(Path folder) {
        return folder.resolve("object-store");
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        EmbeddedBroker broker = EmbeddedBroker.start(kafka(folder), 0);
        EmbeddedObjectStore store = EmbeddedObjectStore.start(objectStore(folder), 0);
        System.out.println(broker.bootstrapServers() + " " + store.endpoint());
        Thread.currentThread().join();
    }
}
