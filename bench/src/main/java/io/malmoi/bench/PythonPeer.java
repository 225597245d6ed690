package io.malmoi.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A peer in Python: a script among the resources, run by {@code python3} or what the variable MALMOI_PYTHON names. */
public final class PythonPeer {
    private final String module;

    /** A peer that needs a module, or several, separated by commas. */
    public PythonPeer(String module) {
        this.module = module;
    }

    /** Why the peer cannot run, if it cannot. */
    public Optional<String> missing() throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python(), "-c", "import " + module)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0
                    ? Optional.empty()
                    : Optional.of(python() + " cannot import " + module + ": see bench/README.md");
        } catch (IOException e) {
            return Optional.of("there is no " + python() + ": see bench/README.md");
        }
    }

    /**
     * Runs a script.
     *
     * @param script name of a resource beside this class
     * @return the JSON object that it printed as its last line
     * @throws BenchmarkException if it fails
     */
    public JsonNode run(String script, List<String> arguments) throws IOException, InterruptedException {
        Path file = extract(script);
        try {
            Process process = launch(file, arguments);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new BenchmarkException("the peer " + script + " failed; its own words stand above");
            }
            List<String> lines = output.lines().toList();
            return new ObjectMapper().readTree(lines.get(lines.size() - 1));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Starts a script that does its work once for each line it is sent, and stays until the dialogue is closed. */
    public Dialogue start(String script, List<String> arguments) throws IOException {
        return new Dialogue(script, arguments);
    }

    /** A peer that waits between runs. */
    public static final class Dialogue implements AutoCloseable {
        private final String script;
        private final Path file;
        private final Process process;
        private final BufferedReader answers;

        private Dialogue(String script, List<String> arguments) throws IOException {
            this.script = script;
            this.file = extract(script);
            process = launch(file, arguments);
            answers = process.inputReader(StandardCharsets.UTF_8);
        }

        /**
         * Lets it do its work once.
         *
         * @return the JSON object that it printed as a line
         * @throws BenchmarkException if it has failed
         */
        public JsonNode next() throws IOException {
            String answer = null;
            if (process.isAlive()) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
                answer = answers.readLine();
            }
            if (answer == null) {
                throw new BenchmarkException("the peer " + script + " failed; its own words stand above");
            }
            return new ObjectMapper().readTree(answer);
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            Files.deleteIfExists(file);
        }
    }

    /** The peer's threads wait as they do by default, not as ours are told to. */
    private static Process launch(Path file, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python(), file.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("GOMP_SPINCOUNT");
        return builder.start();
    }

    private static Path extract(String script) throws IOException {
        Path file = Files.createTempFile("malmoi-bench-", ".py");
        try (InputStream source = PythonPeer.class.getResourceAsStream(script)) {
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private static String python() {
        return System.getenv().getOrDefault("MALMOI_PYTHON", "python3");
    }
}
