//! Which hosts are the public registries, and mirrors of them that carry the same packages under the same names.

use crate::deps::Origin;

const PUBLIC: [&str; 30] = [
    "pypi.org",
    "pypi.python.org",
    "files.pythonhosted.org",
    "pypi.tuna.tsinghua.edu.cn",
    "mirrors.aliyun.com",
    "pypi.mirrors.ustc.edu.cn",
    "mirrors.ustc.edu.cn",
    "mirror.baidu.com",
    "pypi.douban.com",
    "pypi.doubanio.com",
    "mirrors.cloud.tencent.com",
    "repo.huaweicloud.com",
    "registry.npmjs.org",
    "registry.npmjs.com",
    "registry.yarnpkg.com",
    "registry.npmmirror.com",
    "registry.npm.taobao.org",
    "registry.nlark.com",
    "r.cnpmjs.org",
    "index.crates.io",
    "static.crates.io",
    "rubygems.org",
    "index.rubygems.org",
    "gems.ruby-china.com",
    "packagist.org",
    "repo.packagist.org",
    "api.github.com",
    "api.nuget.org",
    "repo1.maven.org",
    "repo.maven.apache.org",
];

/// What an address says of the origin of a package.
pub fn origin(url: &str) -> Origin {
    let url = url.trim();
    let url = url.strip_prefix("registry+").or(url.strip_prefix("sparse+")).unwrap_or(url);
    if url.starts_with("git")
        || url.starts_with("ssh:")
        || url.starts_with("hg+")
        || url.starts_with("svn+")
        || url.starts_with("bzr+")
    {
        return Origin::Vcs;
    }
    let Some((_, rest)) = url.split_once("://").filter(|(scheme, _)| *scheme != "file") else { return Origin::Path };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let path = &rest[authority.len()..];
    if PUBLIC.contains(&host.as_str()) {
        return Origin::Registry;
    }
    // The index of crates.io lived in this repository before it had a host of its own.
    if host == "github.com" && path.starts_with("/rust-lang/crates.io-index") {
        return Origin::Registry;
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if host == "codeload.github.com" || path.strip_suffix(".git").is_some() {
        return Origin::Vcs;
    }
    Origin::Private
}
