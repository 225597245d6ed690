package io.malmoi.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobIdsTest {
    @Test
    void theNameFollowsFromTheRequestId() {
        // sha256sum of "quickstart": 80 bits, in base32hex as of coreutils' basenc.
        assertThat(JobIds.name("quickstart")).isEqualTo("jobs/tl7gm964a9c38b0o");
        assertThat(JobIds.isName(JobIds.name("quickstart"))).isTrue();
    }

    @Test
    void requestIdsHaveALimitedAlphabet() {
        assertThat(JobIds.isRequestId("a-B_9.")).isTrue();
        assertThat(JobIds.isRequestId("")).isFalse();
        assertThat(JobIds.isRequestId("a b")).isFalse();
        assertThat(JobIds.isRequestId("a".repeat(129))).isFalse();
    }
}
