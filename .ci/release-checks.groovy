// Run by the profile "release" before anything is built. Fails with all reasons why there can be no release.
def output = { String... command ->
  def process = new ProcessBuilder(command)
      .directory(project.basedir)
      .redirectError(ProcessBuilder.Redirect.DISCARD)
      .start()
  def text = process.text.trim()
  process.waitFor() == 0 ? text : ''
}
def problems = []

if (project.version.endsWith('-SNAPSHOT')) {
  problems << "The version is ${project.version}. Set one without -SNAPSHOT."
}
def ours = session.projects*.artifactId
session.projects.each { module ->
  (module.dependencies + module.buildPlugins)
      .findAll { it.version?.endsWith('-SNAPSHOT') && !(it.artifactId in ours) }
      .each { problems << "${module.artifactId} uses ${it.artifactId} ${it.version}. Use a release of it." }
}
if (!output('git', 'rev-parse', 'HEAD')) {
  problems << 'The folder is not a git repository with a commit.'
} else if (output('git', 'status', '--porcelain')) {
  problems << 'The work tree has changes that are not committed, see git status.'
}
if (!session.settings.getServer('central')) {
  problems << 'The settings have no server "central" with the user token of the publisher portal.'
}
def key = session.userProperties['gpg.keyname']
if (!output('gpg', '--batch', '--list-secret-keys', *(key ? [key] : []))) {
  problems << (key ? "gpg has no secret key \"$key\"." : 'gpg has no secret key to sign with.')
}

if (problems) {
  throw new IllegalStateException("This cannot be released:\n  ${problems.join('\n  ')}")
}
