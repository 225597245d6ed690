package io.malmoi.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
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

    /** Whichever kernel this machine would choose. */
    @ParameterizedTest
    @EnumSource
    void multipliesAlikeByEveryKernel(Golden model) {
        int[] tokens = Golden.ints(model.expected().get("tokens").get(0));
        JsonNode logits = model.expected().get("logits").get(0);
        float[] wanted = Golden.floats(logits.get(tokens.length - 1));
        for (MatrixKernel kernel : MatrixKernel.available()) {
            Arithmetic arithmetic = new Arithmetic(Precision.FLOAT32, kernel, false);
            try (Decoder decoder = Decoder.load(model.folder(), new DecoderOptions(1, Precision.FLOAT32), arithmetic)) {
                Decoder.Sequence sequence = decoder.prefill(List.of(Arrays.copyOf(tokens, tokens.length - 1)))
                        .get(0);
                decoder.step(List.of(sequence), new int[] {tokens[tokens.length - 1]});
                assertThat(sequence.logits()).as(kernel.name()).containsExactly(wanted, within(1e-4f));
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
    void decodesInFewerBits(Golden model) {
        int[] tokens = Golden.ints(model.expected().get("tokens").get(0));
        float[] wanted = logits(model, Precision.FLOAT32, tokens);
        double largest = 0;
        for (float logit : wanted) {
            largest = Math.max(largest, Math.abs(logit));
        }
        List<Precision> fewer = Stream.of(Precision.BFLOAT16, Precision.FLOAT16, Precision.INT8)
                .filter(Precision::available)
                .toList();
        for (Precision precision : fewer) {
            assertThat(logits(model, precision, tokens))
                    .as(precision.name())
                    .isNotEqualTo(wanted)
                    .containsExactly(wanted, within((float) (0.05 * largest)));
        }
    }

    private static float[] logits(Golden model, Precision precision, int[] tokens) {
        try (Decoder decoder = Decoder.load(model.folder(), new DecoderOptions(1, precision))) {
            return decoder.prefill(List.of(tokens)).get(0).logits();
        }
    }

    /** One joins while others are under way, with a long prompt, and one leaves before the others have ended. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16", "INT8"})
    void tokensDoNotDependOnNeighbours(Precision precision) {
        assumeThat(precision.available()).as("there is no GPU").isTrue();
        List<int[]> prompts =
                List.of(new int[] {7, 8, 9}, new int[] {60}, new int[] {5, 4, 3, 2, 1, 90, 91, 92, 93, 94});
        List<List<Integer>> alone = new ArrayList<>();
        List<List<Integer>> together = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (Decoder decoder = Decoder.load(Golden.GPT2_TINY.folder(), new DecoderOptions(3, precision))) {
            for (int[] prompt : prompts) {
                int[] tokens = continued(decoder, prompt, prompt.length + 12);
                alone.add(Arrays.stream(tokens).skip(prompt.length).boxed().toList());
            }
            List<Decoder.Sequence> sequences = new ArrayList<>(decoder.prefill(prompts.subList(0, 2)));
            for (int step = 0; step < 16; step++) {
                if (step == 4) {
                    sequences.addAll(decoder.prefill(prompts.subList(2, 3)));
                }
                List<Decoder.Sequence> running = new ArrayList<>();
                List<Integer> next = new ArrayList<>();
                for (int i = 0; i < sequences.size(); i++) {
                    if (together.get(i).size() < 12) {
                        together.get(i).add(GREEDY.next(sequences.get(i).logits()));
                        running.add(sequences.get(i));
                        next.add(together.get(i).get(together.get(i).size() - 1));
                    } else {
                        sequences.get(i).close();
                    }
                }
                decoder.step(running, next.stream().mapToInt(t -> t).toArray());
            }
        }
        assertThat(together).isEqualTo(alone);
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
