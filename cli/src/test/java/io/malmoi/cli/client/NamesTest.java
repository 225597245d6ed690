package io.malmoi.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final String VALID_ID = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    @Test
    void namesMayBeGivenShortOrWhole() {
        assertThat(Names.of("corpora", "a")).isEqualTo("corpora/a");
        assertThat(Names.of("corpora", "corpora/a")).isEqualTo("corpora/a");
        assertThat(Names.id("models/m/checkpoints/best")).isEqualTo("m/checkpoints/best");
    }

    @Test
    void idsOfFilesAreValid() {
        assertThat(Names.ofFile(Path.of("My Novels_1.txt"))).isEqualTo("my-novels-1");
        assertThat(Names.ofFile(Path.of("소설.txt"))).isEqualTo("corpus");
        assertThat(Names.ofFile(Path.of("x".repeat(100)))).matches(VALID_ID);
    }

    @Test
    void derivedIdsAreValidHoweverLongTheirOrigin() {
        assertThat(Names.derived("corpora/novels")).matches("novels-\\d{4}-\\d{6}");
        assertThat(Names.derived("corpora/" + "x".repeat(63))).matches(VALID_ID);
        assertThat(Names.join("a-".repeat(31), "clean")).matches(VALID_ID);
    }

    @Test
    void addressesAreParsed() {
        assertThat(Target.parse("[::1]:9090", "", false, null).address()).isEqualTo("[::1]:9090");
        assertThat(Target.parse("host:1", "", false, null).host()).isEqualTo("host");
        assertThatThrownBy(() -> Target.parse("host:99999", "", false, null)).isInstanceOf(CliException.class);
        assertThat(Target.parse("host:1", "secret", false, null).toString()).doesNotContain("secret");
    }
}
