package io.malmoi.datasets.structuring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.datasets.text.MarkedText;
import io.malmoi.datasets.text.MarkedText.Span;
import io.malmoi.datasets.text.SpanMarks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever templates and records users have. */
class StructuringPropertiesTest {
    private static final String[] PARTS = {
        "{{a}}",
        "{{#a}}",
        "{{/a}}",
        "{{^b}}",
        "{{/b}}",
        "{{#b=둘}}",
        "{{learn}}",
        "{{/learn}}",
        "{{a|summary 1}}",
        "{{b|body}}",
        "{{c.d}}",
        "{{#list}}",
        "{{.}}",
        "{{/list}}",
        "{{/}}",
        "<|x|>",
        "글 ",
        "\n",
        "{{",
        "}}",
        "{{a|none}}",
        "{{a b}}",
        "\r\n"
    };
    private static final String[] TEXTS = {
        "하나",
        "둘",
        "",
        " \n ",
        "\u001f\u001d\u001c\u001e",
        "<|x|>",
        "{{a}}",
        "👩‍👩‍👧 문장이다. 또 문장!",
        "TEL: 02-1-2 | WEB: a.kr"
    };

    @Test
    void everyTemplateIsRefusedOrFilledAndItsMarksTellWhatItSays() throws Exception {
        Random random = new Random(17);
        int filled = 0;
        for (int i = 0; i < 20_000; i++) {
            StructuringPlan plan = plan(random);
            if (plan != null) {
                filled += fill(plan, record(random));
            }
        }
        assertThat(filled).isGreaterThan(1_000);
    }

    /** Null if the template is refused, which it must be by the exception that says so. */
    private static StructuringPlan plan(Random random) throws Exception {
        StringBuilder text = new StringBuilder("{{a}}");
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        ObjectNode file =
                JsonNodeFactory.instance.objectNode().put("description", "무엇이든").put("text", text.toString());
        file.putArray("special_tokens").add("<|x|>");
        try {
            return StructuringPlan.of(
                    "any", new ObjectMapper().writeValueAsString(file), Map.of(), 0, random.nextLong());
        } catch (TemplateException e) {
            assertThat(e).hasMessageContaining("template 'any'");
            return null;
        }
    }

    private static byte[] record(Random random) throws Exception {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("a", TEXTS[random.nextInt(TEXTS.length)]).put("b", TEXTS[random.nextInt(TEXTS.length)]);
        record.putObject("c").put("d", random.nextInt());
        for (int i = random.nextInt(3); i > 0; i--) {
            record.withArray("list").add(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return new ObjectMapper().writeValueAsBytes(record);
    }

    private static int fill(StructuringPlan plan, byte[] record) {
        List<MarkedText> samples = new ArrayList<>();
        new SampleMaker(plan).make(record, new SampleMaker.Samples() {
            @Override
            public void sample(MarkedText text) {
                samples.add(text);
            }

            @Override
            public void skipped(String reason) {
                assertThat(reason)
                        .matches("no text in 'a'|no text in 'b'|no text in '\\.'|nothing to learn|no text in 'c\\.d'");
            }
        });
        for (MarkedText sample : samples) {
            MarkedText stored = MarkedText.parse(sample.marked().getBytes(StandardCharsets.UTF_8));
            assertThat(sample.text())
                    .isNotBlank()
                    .isEqualTo(SpanMarks.without(sample.text()))
                    .isEqualTo(sample.text().strip());
            assertThat(stored.endLearned()).isEqualTo(sample.endLearned());
            for (Predicate<Span> kind : List.<Predicate<Span>>of(Span::learned, Span::special, Span::ofRecord)) {
                assertThat(part(stored, kind)).isEqualTo(part(sample, kind));
            }
            assertThat(stored.learnedBytes()).isPositive();
        }
        return samples.size();
    }

    private static String part(MarkedText text, Predicate<Span> kind) {
        return text.spans().stream()
                .filter(kind)
                .map(Span::text)
                .collect(Collectors.joining("|"))
                .replace("|", "");
    }
}
