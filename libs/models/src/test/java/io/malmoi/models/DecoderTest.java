package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderTest {
    private static final Sampler GREEDY = new Sampler(SamplingOptions.greedy());

    private static Decoder decoder(Golden model, int slots) {
        return Decoder.load(model.folder(), new DecoderOptions(slots, Precision.FLOAT32));
    }

    @ParameterizedTest
    @EnumSource
    void givesTheLogitsOfTransformers(Golden model) {
        JsonNode expected = model.expected();
        try (Decoder decoder = decoder(model, 2)) {
            for (int row = 0; row < 2; row++) {
                int[] tokens = Golden.ints(expected.get("tokens").get(row));
                for (int length = 1; length <= tokens.length; length++) {
                    try (Decoder.Sequence sequence = decoder.prefill(List.of(Arrays.copyOf(tokens, length)))
                            .get(0)) {
                        float[] logits =
                                Golden.floats(expected.get("logits").get(row).get(length - 1));
                        assertThat(sequence.logits()).containsExactly(logits, within(1e-4f));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void continuesAsTransformersDoes(Golden model) {
        JsonNode expected = model.expected();
        int[] prompt = Golden.ints(expected.get("prompt"));
        int[] greedy = Golden.ints(expected.get("greedy"));
        try (Decoder decoder = decoder(model, 1)) {
            assertThat(continued(decoder, prompt, greedy.length)).containsExactly(greedy);
        }
    }

    private static int[] continued(Decoder decoder, int[] prompt, int length) {
        int[] tokens = Arrays.copyOf(prompt, length);
        Decoder.Sequence sequence = decoder.prefill(List.of(prompt)).get(0);
        for (int i = prompt.length; i < length; i++) {
            tokens[i] = GREEDY.next(sequence.logits());
            decoder.step(List.of(sequence), new int[] {tokens[i]});
        }
        sequence.close();
        return tokens;
    }

    /** Sequences of random prompts join and leave at random; each must see what it would see alone, computed anew at each token. */
    @ParameterizedTest
    @EnumSource
    void equalsFullRecomputationWhateverElseIsInTheBatch(Golden model) {
        Random random = new Random(5);
        record Running(Decoder.Sequence sequence, List<Integer> tokens) {}
        List<Running> running = new ArrayList<>();
        try (Decoder batched = decoder(model, 4);
                Decoder alone = decoder(model, 1)) {
            for (int round = 0; round < 60; round++) {
                List<int[]> prompts = new ArrayList<>();
                while (prompts.size() < batched.freeSlots() && random.nextInt(3) == 0) {
                    prompts.add(random.ints(1 + random.nextInt(8), 0, 96).toArray());
                }
                if (!prompts.isEmpty()) {
                    List<Decoder.Sequence> added = batched.prefill(prompts);
                    for (int i = 0; i < added.size(); i++) {
                        running.add(new Running(
                                added.get(i),
                                new ArrayList<>(
                                        Arrays.stream(prompts.get(i)).boxed().toList())));
                    }
                }
                List<Running> stepped = new ArrayList<>(
                        running.stream().filter(r -> random.nextInt(5) > 0).toList());
                Collections.shuffle(stepped, random);
                int[] next = stepped.stream()
                        .mapToInt(r -> GREEDY.next(r.sequence().logits()))
                        .toArray();
                batched.step(stepped.stream().map(Running::sequence).toList(), next);
                for (int i = 0; i < next.length; i++) {
                    stepped.get(i).tokens().add(next[i]);
                }
                for (Running r : running) {
                    int[] tokens = r.tokens().stream().mapToInt(t -> t).toArray();
                    assertThat(r.sequence().length()).isEqualTo(tokens.length);
                    try (Decoder.Sequence full = alone.prefill(List.of(tokens)).get(0)) {
                        assertThat(r.sequence().logits()).containsExactly(full.logits(), within(1e-4f));
                        assertThat(GREEDY.next(r.sequence().logits())).isEqualTo(GREEDY.next(full.logits()));
                    }
                }
                running.removeIf(r -> {
                    boolean ends = random.nextInt(6) == 0 || r.sequence().length() >= 31;
                    if (ends) {
                        r.sequence().close();
                    }
                    return ends;
                });
                assertThat(batched.freeSlots()).isEqualTo(4 - running.size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void decodesInBfloat16(Golden model) {
        int[] tokens = Golden.ints(model.expected().get("tokens").get(0));
        try (Decoder exact = decoder(model, 1);
                Decoder half = Decoder.load(model.folder(), new DecoderOptions(1, Precision.BFLOAT16))) {
            float[] wanted = exact.prefill(List.of(tokens)).get(0).logits();
            float[] logits = half.prefill(List.of(tokens)).get(0).logits();
            double largest = 0;
            for (float logit : wanted) {
                largest = Math.max(largest, Math.abs(logit));
            }
            assertThat(logits).containsExactly(wanted, within((float) (0.05 * largest)));
            assertThat(logits).isNotEqualTo(wanted);
        }
    }

    @Test
    void namesWhatIsWrongWithARequest() {
        try (Decoder decoder = decoder(Golden.GPT2_TINY, 1)) {
            assertThatThrownBy(() -> decoder.prefill(List.of(new int[] {5, 96})))
                    .hasMessageContaining("token id 96 in row 0, position 1 is outside the vocabulary of 96 tokens");
            assertThatThrownBy(() -> decoder.prefill(List.of(new int[33])))
                    .hasMessage("a sequence of 33 tokens is over the model's block size of 32");
            assertThatThrownBy(() -> decoder.prefill(List.of(new int[] {1}, new int[] {2})))
                    .hasMessage("prompts must be 1 to the 1 free slots, not 2");
            Decoder.Sequence full = decoder.prefill(List.of(new int[32])).get(0);
            assertThatThrownBy(() -> decoder.step(List.of(full), new int[] {1}))
                    .hasMessage("a sequence of 33 tokens is over the model's block size of 32");
            full.close();
            full.close();
            assertThat(decoder.freeSlots()).isEqualTo(1);
            assertThatThrownBy(() -> decoder.step(List.of(full), new int[] {1})).hasMessageContaining("closed");
        }
    }
}
