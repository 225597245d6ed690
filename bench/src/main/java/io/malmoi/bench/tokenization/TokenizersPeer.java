package io.malmoi.bench.tokenization;

import com.fasterxml.jackson.databind.JsonNode;
import io.malmoi.bench.BenchmarkException;
import io.malmoi.bench.Contest;
import io.malmoi.bench.PythonPeer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Hugging Face tokenizers or tiktoken at the same work, in a process of its own that waits between runs. */
final class TokenizersPeer implements Contest.Contestant, AutoCloseable {
    private static final String SCRIPT = "tokenizers_peer.py";

    private final PythonPeer.Dialogue dialogue;
    private final long tokens;
    private JsonNode first;

    private TokenizersPeer(PythonPeer.Dialogue dialogue, long tokens) {
        this.dialogue = dialogue;
        this.tokens = tokens;
    }

    /** Why a peer cannot run, if it cannot. */
    static Optional<String> missing(String module) throws InterruptedException {
        return new PythonPeer(module).missing();
    }

    /**
     * A peer that works with as many threads as there are processors.
     *
     * @param module what it needs
     * @param tokens how many tokens it has to come to
     * @param arguments as the script says
     */
    static TokenizersPeer start(String module, long tokens, String... arguments) throws IOException {
        return new TokenizersPeer(new PythonPeer(module).start(SCRIPT, List.of(arguments)), tokens);
    }

    @Override
    public Contest.Run run() throws IOException {
        JsonNode answer = dialogue.next();
        if (answer.get("tokens").longValue() != tokens) {
            throw new BenchmarkException("the peer comes to " + answer.get("tokens") + " tokens, we to " + tokens);
        }
        first = first == null ? answer : first;
        return new Contest.Run(
                answer.get("seconds").doubleValue(), answer.get("cpuSeconds").doubleValue());
    }

    /** Its name and version, after a run. */
    String name() {
        return first.get("peer").textValue();
    }

    /** The most resident memory of its process when it had worked once. */
    double peakBytes() {
        return first.get("peakBytes").doubleValue();
    }

    @Override
    public void close() throws IOException {
        dialogue.close();
    }
}
