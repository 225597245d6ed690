package io.malmoi.bench.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.bench.Contest;
import io.malmoi.bench.PythonPeer;
import io.malmoi.torchscript.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** PyTorch or transformers at the same work, in a process of its own that waits between runs. */
final class DecoderPeer implements Contest.Contestant, AutoCloseable {
    private static final String MODULES = "torch, transformers";
    private static final String SCRIPT = "decoder_peer.py";

    private final PythonPeer.Dialogue dialogue;
    private JsonNode last;

    private DecoderPeer(PythonPeer.Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** Why the peer cannot run, if it cannot. */
    static Optional<String> missing() throws InterruptedException {
        return new PythonPeer(MODULES).missing();
    }

    /** A peer with the model in a folder and as many threads as we have; the script says what the other arguments are. */
    static DecoderPeer start(String kind, Path folder, String... others) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(kind, folder.toString(), "" + Torch.threads()));
        arguments.addAll(List.of(others));
        return new DecoderPeer(new PythonPeer(MODULES).start(SCRIPT, arguments));
    }

    /** Token ids of no meaning, the same as the script's. */
    static int[] someTokens(int count, int vocabularySize) {
        return IntStream.range(0, count)
                .map(i -> (int) (i * 48_271L % 2_147_483_647L % vocabularySize))
                .toArray();
    }

    /** Removes the folder of a model. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public Contest.Run run() throws IOException {
        last = dialogue.next();
        return new Contest.Run(
                last.get("seconds").doubleValue(), last.get("cpuSeconds").doubleValue());
    }

    /** What it said about its last run. */
    JsonNode last() {
        return last;
    }

    @Override
    public void close() throws IOException {
        dialogue.close();
    }
}
