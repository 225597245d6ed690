package io.malmoi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {
    @Test
    void tellsHowManyTimesBetterThanThePeer() {
        Result result = new Result(12, "MB/s", new Peer.Measured("them 1.0", 3));
        assertThat(result.json("x", 5, "malmoi bench x"))
                .isEqualTo("{\"name\":\"x\",\"value\":12.0,\"unit\":\"MB/s\",\"peer\":\"them 1.0\",\"peerValue\":3.0,"
                        + "\"ratio\":4.0,\"runs\":5,\"command\":\"malmoi bench x\",\"reason\":null}");
        assertThat(result.text("x")).isEqualTo("x: 12.00 MB/s; them 1.0: 3.00 MB/s; 4.0 times as fast");
    }

    @Test
    void saysWhyThereIsNoPeer() {
        Result result = new Result(12, "MB/s", new Peer.Missing("not installed"));
        assertThat(result.json("x", 1, "c"))
                .contains("\"peer\":null,\"peerValue\":null,\"ratio\":null")
                .endsWith("\"reason\":\"not installed\"}");
        assertThat(result.text("x")).endsWith("no peer: not installed");
    }

    @Test
    void tellsFurtherFigures() {
        Result result = new Result(12, "tokens/s", new Peer.Missing("none"), Map.of("cpuRatio", 1.25));
        assertThat(result.json("x", 1, "c")).endsWith("\"reason\":\"none\",\"figures\":{\"cpuRatio\":1.25}}");
        assertThat(result.text("x")).endsWith(String.format("no peer: none%n  cpuRatio: 1.25"));
    }

    @Test
    void takesTheMedian() {
        assertThat(Measurement.median(new double[] {3, 1, 2})).isEqualTo(2);
        assertThat(Measurement.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
    }
}
