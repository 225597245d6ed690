package io.malmoi.datasets.structuring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.Layout;
import io.malmoi.datasets.text.MarkedText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the built-in templates make, byte for byte; what is learned in double brackets, special tokens in braces. */
class TemplatesTest {
    static List<String> names() {
        return Templates.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyBuiltInTemplateIsDescribedAndRefersToFields(String name) {
        String content = Templates.content(name).orElseThrow();
        assertThat(Templates.description(name, content)).endsWith(".");
        assertThat(Templates.fields(name, content)).isNotEmpty();
    }

    @Test
    void alpacaWithAndWithoutInput() {
        assertThat(shown("alpaca", "{\"instruction\":\"Add.\",\"input\":\"1, 2\",\"output\":\"3\"}"))
                .containsExactly("""
                        Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.

                        ### Instruction:
                        Add.

                        ### Input:
                        1, 2

                        ### Response:
                        [[3]]""");
        assertThat(shown("alpaca", "{\"instruction\":\"Greet.\",\"input\":\"\",\"output\":\"Hi!\"}"))
                .containsExactly("""
                        Below is an instruction that describes a task. Write a response that appropriately completes the request.

                        ### Instruction:
                        Greet.

                        ### Response:
                        [[Hi!]]""");
    }

    @Test
    void koreanInstruction() {
        assertThat(shown("korean-instruction", "{\"instruction\":\"더하라\",\"output\":\"3\"}"))
                .containsExactly("""
                        아래는 작업을 설명하는 지시사항입니다. 요청을 적절히 완료하는 응답을 작성하세요.

                        ### Instruction(명령어):
                        더하라

                        ### Response(응답):
                        [[3]]""");
    }

    @Test
    void chatsInChatMlAndWithTheHeadersOfLlama3() {
        String chat =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"},{\"role\":\"assistant\",\"content\":\"네.\"},"
                        + "{\"role\":\"user\",\"content\":\"<|im_end|>\"},{\"role\":\"assistant\",\"content\":\"또 봐요.\"}]}";
        assertThat(shown("chatml", chat)).containsExactly("""
                        {<|im_start|>}user
                        안녕{<|im_end|>}
                        {<|im_start|>}assistant
                        [[네.{<|im_end|>}]]
                        {<|im_start|>}user
                        <|im_end|>{<|im_end|>}
                        {<|im_start|>}assistant
                        [[또 봐요.{<|im_end|>}]]""");
        assertThat(shown("llama3", "{\"system\":\"짧게\",\"instruction\":\"안녕\",\"output\":\"네.\"}"))
                .containsExactly("{<|begin_of_text|>}{<|start_header_id|>}system{<|end_header_id|>}\n\n짧게{<|eot_id|>}"
                        + "{<|start_header_id|>}user{<|end_header_id|>}\n\n안녕{<|eot_id|>}"
                        + "{<|start_header_id|>}assistant{<|end_header_id|>}\n\n[[네.{<|eot_id|>}]]");
    }

    @Test
    void preferencePairsAreRecords() {
        String record =
                "{\"instruction\":\"Greet.\",\"input\":\"\",\"output\":\"?\",\"chosen\":\"Hi!\",\"rejected\":\"Ugh.\"}";
        assertThat(shown("preference", record))
                .containsExactly(
                        "[[{\"prompt\":\"Below is an instruction that describes a task. Write a response that appropriately"
                                + " completes the request.\\n\\n### Instruction:\\nGreet.\\n\\n### Response:\",\"chosen\":\"Hi!\","
                                + "\"rejected\":\"Ugh.\"}]]");
    }

    @Test
    void dialoguesTextsAndLabels() {
        assertThat(shown("dialogue-summary", "{\"dialogue\":\"#Person1#: 가?\\n#Person2#: 응.\",\"summary\":\"간다.\"}"))
                .containsExactly("다음 대화를 요약하세요.\n\n[대화]\n#Person1#: 가?\n#Person2#: 응.\n\n[요약]\n[[간다.]]");
        assertThat(shown("text-label", "{\"text\":\"굿\",\"label\":1}"))
                .containsExactly("다음 글의 종류를 고르세요.\n\n[글]\n굿\n\n[종류]\n[[1]]");
        String named = Templates.content("text-label").orElseThrow() + "values: {label: {0: 부정, 1: 긍정}}\n";
        assertThat(shown(plan(named, Map.of(), 0), "{\"text\":\"굿\",\"label\":1}"))
                .first()
                .asString()
                .endsWith("[[긍정]]");
    }

    @Test
    void dialoguesWrittenAsText() {
        String chat = """
                {<|im_start|>}user
                12:30은 어때?
                http://example.com 봐{<|im_end|>}
                {<|im_start|>}점원
                네{<|im_end|>}
                {<|im_start|>}assistant
                [[좋아요.""";
        for (String brackets : List.of("<>", "[]", "‹›", "##")) {
            String open = brackets.substring(0, 1);
            String close = brackets.substring(1);
            String dialogue =
                    "대화 1\n%s사람%s: 12:30은 어때?\nhttp://example.com 봐\n%s점원%s : 네\n%s챗봇%s:좋아요.\n\n참고:  (봇) 아님\n";
            assertThat(shown("dialogue-chatml", dialogue.formatted(open, close, open, close, open, close)))
                    .containsExactly(chat + "\n\n참고:  (봇) 아님{<|im_end|>}]]");
        }
        String record = "{\"text\":\"사용자:\\n12:30은 어때?\\r\\nhttp://example.com 봐\\n점원:\\t네\\n봇: 좋아요.\"}";
        assertThat(shown("dialogue-chatml", record)).containsExactly(chat + "{<|im_end|>}]]");
        assertThat(shown("dialogue-chatml", "<사람>: 혼잣말")).containsExactly("skipped: nothing to learn");
        assertThat(shown("dialogue-chatml", "대화가 아니다.")).containsExactly("skipped: nothing to learn");
    }

    @Test
    void whatIsToBeLearnedMayStandInABank() {
        StructuringPlan plan =
                plan("{description: 가, text: '{{a}} {{b}}', banks: {b: ['{{learn}}{{c}}{{/learn}}']}}", Map.of(), 0);
        assertThat(shown(plan, "{\"a\":\"물음\",\"c\":\"답\"}")).containsExactly("물음 [[답]]");
    }

    @Test
    void fiveInstructionsForEveryQuestionAllOfThemDifferent() {
        StructuringPlan plan =
                plan(Templates.content("korean-augmentation").orElseThrow(), Map.of("question", "Q", "answer", "A"), 0);
        List<String> samples = shown(plan, "{\"Q\":\"12시 땡!\",\"A\":\"하루가 또 가네요.\",\"label\":\"0\"}");
        assertThat(samples)
                .hasSize(5)
                .doesNotHaveDuplicates()
                .allMatch(sample -> sample.endsWith("### Input(입력):\n12시 땡!\n\n### Response(응답):\n[[하루가 또 가네요.]]"));
        assertThat(shown(plan, "{\"Q\":\"12시 땡!\",\"A\":\"하루가 또 가네요.\",\"label\":\"0\"}"))
                .isEqualTo(samples);
    }

    @Test
    void questionDocumentAndAnswer() {
        String document = "여권 발급 안내\\n신분증을 지참하세요. 수수료는 5만 원입니다! 사진은 한 장입니다.\\nTEL: 02-123-4567 | WEB: passport.go.kr\\n"
                + "ADDR: 서울시 종로구 1\\n접수는 9시부터 합니다.";
        List<String> samples = shown("korean-question", "{\"text\":\"" + document + "\"}");
        assertThat(samples).hasSize(1);
        assertThat(samples.get(0))
                .startsWith("[QUESTION]\n")
                .contains("[DOC]\n여권 발급 안내\n")
                .endsWith("""
                        [/DOC]
                        [ANSWER]
                        [[요약:
                        여권 발급 안내 신분증을 지참하세요.

                        체크리스트:
                        - 신분증을 지참하세요.

                        연락처(공공정보):
                        - TEL: 02-123-4567
                        - WEB: passport.go.kr
                        - ADDR: 서울시 종로구 1

                        상세 설명:
                        여권 발급 안내
                        신분증을 지참하세요. 수수료는 5만 원입니다! 사진은 한 장입니다.

                        접수는 9시부터 합니다.
                        [/ANSWER]]]""");
        assertThat(shown("korean-question", "연락처도 할 일도 없는 글이다."))
                .first()
                .asString()
                .doesNotContain("체크리스트:\n", "연락처(");
    }

    @Test
    void recordsWithoutTextAreSkippedWithTheReason() {
        assertThat(shown("alpaca", "{\"instruction\":\"Add.\",\"output\":\" \"}"))
                .containsExactly("skipped: no text in 'output'");
        assertThat(shown("chatml", "{\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"}]}"))
                .containsExactly("skipped: nothing to learn");
        assertThat(shown("text-label", "{\"text\":\"" + "가".repeat(300_000) + "\",\"label\":\"0\"}"))
                .containsExactly("skipped: longer than 300,000 characters");
    }

    @Test
    void marksInRecordsAreLost() {
        assertThat(shown("text-label", "{\"text\":\"\\u001f굿\\u001d\",\"label\":\"1\\u001e\"}"))
                .containsExactly("다음 글의 종류를 고르세요.\n\n[글]\n굿\n\n[종류]\n[[1]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "text: 가; must have a description",
                "description: 가; must have either text or record",
                "{description: 가, text: 나, txt: 다}; has 'txt', which templates do not; they have description, text or record",
                "{description: 가, text: '{{#a}}b'}; {{#a}} has no end; write {{/a}} behind it",
                "{description: 가, text: 'b{{/a}}'}; {{/a}} ends what has not begun",
                "{description: 가, text: '{{#a}}{{/b}}'}; {{/b}} ends {{#a}}; write {{/a}}",
                "{description: 가, text: '{{a'}; '{{' has no '}}'",
                "{description: 가, text: '{{a b}}'}; 'a b' is no name of a field or bank",
                "{description: 가, text: '{{a|sumary}}'}; no filter 'sumary'; there are summary, checklist, contacts, body, title, line",
                "{description: 가, text: '{{a|summary x}}'}; must be a filter and perhaps a number from 1 to 9,999",
                "{description: 가, text: '{{a}}', copies: 101}; that must be from 1 to 100",
                "{description: 가, text: '{{a}}', banks: {b: []}}; has the bank 'b' without texts",
                "{description: 가, text: '{{b}}', banks: {b: ['{{b}}']}}; has banks within banks: [b]",
                "{description: 가, text: '{{b}}', banks: {b: ['{{#a}}{{b}}{{/a}}']}}; has banks within banks: [b]",
                "{description: 가, text: '{{a|turns}}'}; turns are many; write {{#a|turns}}...{{/a}}, with {{role}} and {{content}}",
                "{description: 가, text: '{{^a|turns}}{{/a}}'}; turns are many; write {{#a|turns}}",
                "description: [가; line 1, is no template"
            })
    void aTemplateThatIsWrongSaysWhereAndWhy(String content, String message) {
        assertThatThrownBy(() -> plan(content, Map.of(), 0))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("template 'test'")
                .hasMessageContaining(message.strip());
    }

    @Test
    void copiesNeedABankThatIsLargeEnough() {
        assertThatThrownBy(() -> plan("{description: 가, text: '{{b}}', banks: {b: [하나, 둘]}}", Map.of(), 3))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("3 samples of each record, but its largest bank has 2 texts");
    }

    @Test
    void fieldsThatRecordsDoNotHaveAreNamedBesideThoseThatTheyHave() {
        assertThatThrownBy(() -> check("alpaca", Map.of(), "\u001e{\"Q\":\"가\",\"A\":\"나\"}\n"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(
                        "template 'test' has the field 'instruction', but the records have no 'instruction'; they have A, Q");
        assertThatThrownBy(() ->
                        check("alpaca", Map.of("instruction", "q", "output", "A"), "\u001e{\"Q\":\"가\",\"A\":\"나\"}\n"))
                .hasMessageContaining("the field 'instruction' from 'q', but the records have no 'q'; they have A, Q");
        assertThatThrownBy(() -> plan(Templates.content("alpaca").orElseThrow(), Map.of("instruktion", "Q"), 0))
                .hasMessageContaining("has no field 'instruktion'; it has input, instruction, output");
        assertThatThrownBy(() -> check("alpaca", Map.of(), "그냥 글이다.\n")).hasMessageContaining("they have text");
    }

    private static void check(String template, Map<String, String> columns, String corpus) throws IOException {
        byte[] text = corpus.getBytes(StandardCharsets.UTF_8);
        Layout layout = Layout.of(new ByteArrayInputStream(text));
        plan(Templates.content(template).orElseThrow(), columns, 0)
                .check(new DocumentLines(new ByteArrayInputStream(text), layout));
    }

    private static StructuringPlan plan(String content, Map<String, String> columns, int copies) {
        return StructuringPlan.of("test", content, columns, copies, 1);
    }

    private static List<String> shown(String template, String document) {
        return shown(plan(Templates.content(template).orElseThrow(), Map.of(), 0), document);
    }

    private static List<String> shown(StructuringPlan plan, String document) {
        List<String> shown = new ArrayList<>();
        new SampleMaker(plan).make(document.getBytes(StandardCharsets.UTF_8), new SampleMaker.Samples() {
            @Override
            public void sample(MarkedText text) {
                MarkedText stored = MarkedText.parse(text.marked().getBytes(StandardCharsets.UTF_8));
                assertThat(stored.text()).isEqualTo(text.text());
                assertThat(stored.endLearned()).isTrue();
                shown.add(stored.spans().stream()
                        .map(span -> {
                            String part = span.special() ? "{" + span.text() + "}" : span.text();
                            return span.learned() ? "[[" + part + "]]" : part;
                        })
                        .collect(Collectors.joining())
                        .replace("]][[", ""));
            }

            @Override
            public void skipped(String reason) {
                shown.add("skipped: " + reason);
            }
        });
        return shown;
    }
}
