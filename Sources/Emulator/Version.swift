/// The release that this source is of, https://semver.org.
package let version = "0.1.0"
