package io.malmoi.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark has found.
 *
 * @param value the median; more is better
 * @param unit what it counts
 * @param peer the peer, measured the same way
 * @param figures what else was found, by name, as {@code bench/README.md} describes it
 */
public record Result(double value, String unit, Peer peer, Map<String, Double> figures) {
    /** Without further figures. */
    public Result(double value, String unit, Peer peer) {
        this(value, unit, peer, Map.of());
    }

    /** One object of JSON, as {@code bench/README.md} describes it. */
    String json(String name, int runs, String command) {
        ObjectNode json = new ObjectMapper().createObjectNode().put("name", name);
        json.put("value", value).put("unit", unit);
        if (peer instanceof Peer.Measured measured) {
            json.put("peer", measured.name()).put("peerValue", measured.value()).put("ratio", value / measured.value());
        } else {
            json.putNull("peer").putNull("peerValue").putNull("ratio");
        }
        json.put("runs", runs).put("command", command);
        json.put("reason", peer instanceof Peer.Missing missing ? missing.reason() : null);
        if (!figures.isEmpty()) {
            ObjectNode further = json.putObject("figures");
            figures.forEach(further::put);
        }
        return json.toString();
    }

    /** For people. */
    String text(String name) {
        StringBuilder text = new StringBuilder(headline(name));
        figures.forEach((figure, number) -> text.append(String.format(Locale.ROOT, "%n  %s: %.2f", figure, number)));
        return text.toString();
    }

    private String headline(String name) {
        String own = String.format(Locale.ROOT, "%s: %.2f %s", name, value, unit);
        if (peer instanceof Peer.Measured measured) {
            return String.format(
                    Locale.ROOT,
                    "%s; %s: %.2f %s; %.1f times as fast",
                    own,
                    measured.name(),
                    measured.value(),
                    unit,
                    value / measured.value());
        }
        return own + "; no peer: " + ((Peer.Missing) peer).reason();
    }
}
