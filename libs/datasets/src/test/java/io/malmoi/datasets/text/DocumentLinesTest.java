package io.malmoi.datasets.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentLinesTest {
    @Test
    void aMarkAtTheBeginningTellsThatDocumentsAreMarked() throws IOException {
        String text = "\u001e하나\n\n이어서\n\u001e\n\u001e \n둘\n";
        assertThat(layout(text)).isEqualTo(Layout.MARKED);
        assertThat(documents(text)).containsExactly("하나\n\n이어서", "둘");
    }

    @Test
    void otherTextsHaveBlocksOrLines() throws IOException {
        assertThat(layout("\n하나\n둘\r\n \t\r\n셋\n")).isEqualTo(Layout.BLOCKS);
        assertThat(documents("\n하나\n둘\n \t\r\n\n셋\n")).containsExactly("하나\n둘", "셋");
        assertThat(layout("\n하나\n둘\n\n")).isEqualTo(Layout.LINES);
        assertThat(documents("\n하나\n둘\n\n")).containsExactly("하나", "둘");
        assertThat(layout("하나\n\u001e둘")).isEqualTo(Layout.LINES);
    }

    @Test
    void documentsMayBeLongerThanWhatIsReadAtOnce() throws IOException {
        String long1 = ("말모이는 사전이다.\n".repeat(20_000) + "끝").strip();
        String long2 = "가".repeat(200_000) + "\n" + "나".repeat(100_000);
        assertThat(documents("\u001e하나\n\u001e" + long1 + "\n\u001e" + long2 + "\n\u001e둘\n"))
                .containsExactly("하나", long1, long2, "둘");
    }

    @Test
    void whatIsLongerThanADocumentMayBeIsCutAtTheEndOfALine() throws IOException {
        String line = "말모이는 사전이다.";
        List<String> cut = documents("\u001e" + (line + "\n").repeat(100_000) + "\u001e둘\n");
        assertThat(String.join("\n", cut)).isEqualTo((line + "\n").repeat(100_000) + "둘");
        assertThat(cut).hasSize(4).allSatisfy(document -> {
            assertThat(document.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(DocumentLines.MAXIMUM_BYTES);
            assertThat(document).doesNotStartWith("\n").doesNotEndWith("\n");
        });
    }

    @Test
    void withoutMarksACorpusIsOneText() throws IOException {
        String text = "\u001e하나\n\u001e\u001e둘\n".repeat(3);
        try (var unmarked = new UnmarkedStream(stream(text))) {
            assertThat(unmarked.read()).isEqualTo("하".getBytes(StandardCharsets.UTF_8)[0] & 0xff);
            assertThat(unmarked.skip(2)).isEqualTo(2);
            assertThat(new String(unmarked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("나\n둘\n" + "하나\n둘\n".repeat(2));
            assertThat(unmarked.read()).isEqualTo(-1);
        }
        assertThat(new UnmarkedStream(stream("\u001e")).read()).isEqualTo(-1);
    }

    private static Layout layout(String text) throws IOException {
        return Layout.of(stream(text));
    }

    private static List<String> documents(String text) throws IOException {
        List<String> documents = new ArrayList<>();
        var lines = new DocumentLines(stream(text), layout(text));
        for (byte[] document = lines.next(); document != null; document = lines.next()) {
            documents.add(new String(document, StandardCharsets.UTF_8));
        }
        return documents;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
