import {
  anyObject,
  either,
  flag,
  listOf,
  number,
  object,
  oneOf,
  orNull,
  recordOf,
  type Shape,
  text,
} from "./shape.ts"

const texts = listOf(text)
const textOrTexts = either("a string or an array of strings", ["string", text], ["array", texts])

/**
 * What the client takes its settings for, as it was seen to reject them (2.1.330): one value of another shape, and no
 * hook of the file runs. Keys that it does not know, or whose wrong values it merely skips, are left out on purpose.
 * `test/client/settings-table.mjs` asks the real client again.
 */
export const CLIENT_SETTINGS: Shape = object({
  ...all(
    text,
    `$schema advisorModel agent apiKeyHelper attributionProject autoMemoryDirectory awsAuthRefresh
    awsCredentialExport claudeMd gcpAuthRefresh language minimumVersion model otelHeadersHelper outputStyle
    plansDirectory pluginTrustMessage processWrapper prUrlTemplate proxyAuthHelper requiredMaximumVersion
    requiredMinimumVersion timeFormat timeZone`,
  ),
  ...all(
    flag,
    `agentPushNotifEnabled allowAllClaudeAiMcps allowClaudeInChromeWithManagedMcp
    allowNestedModelAccessUnderForceLogin alwaysThinkingEnabled autoCompactEnabled autoDreamEnabled
    autoMemoryEnabled autoScrollEnabled awaySummaryEnabled axScreenReader bashEditDiffEnabled
    clawdFileProgressEnabled disableAllHooks disableReplyCheck doneMeansMerged emojiCompletionEnabled fastMode
    fileCheckpointingEnabled forceRemoteSettingsRefresh idleCompaction includeCoAuthoredBy includeGitInstructions
    inputNeededNotifEnabled precomputeCompactionEnabled prefersReducedMotion promptSuggestionEnabled
    respectGitignore respondToBashCommands showClearContextOnPlanAccept showMessageTimestamps showThinkingSummaries
    showTurnDuration spinnerTipsEnabled switchModelsOnFlag syntaxHighlightingDisabled terminalProgressBarEnabled
    terminalTitleFromRename todoFeatureEnabled totalTokensReminderAfterUserTurn verbose voiceEnabled
    wheelScrollAccelerationEnabled workflowKeywordTriggerEnabled wslInheritsWindowsSettings`,
  ),
  ...all(
    orNull(flag),
    `allowManagedHooksOnly allowManagedMcpServersOnly allowManagedPermissionRulesOnly autoContinueAtUsageLimit
    autoUploadSessions channelsEnabled disableAgentView disableArtifact disableBundledSkills
    disableClaudeAiConnectors disableCommandPluginSources disableDirectMcpSkills disableRemoteControl
    disableSideloadFlags disableSkillShellExecution disableWindowsBashCommandSplit disableWorkflows
    enableAllProjectMcpServers enableArtifact enableWorkflows enforceAvailableModels fastModePerSessionOptIn
    isolatePeerMachines remoteControlAtStartup responseComparisonEnabled skipAutoPermissionPrompt
    skipDangerousModePermissionPrompt skipWebFetchPreflight skipWorkflowUsageWarning syncClaudeAiPlugins
    syncClaudeAiSkills useAutoModeDuringPlan`,
  ),
  ...all(
    texts,
    `allowedHttpHookUrls availableModels claudeMdExcludes companyAnnouncements fallbackModel
    httpHookAllowedEnvVars pluginSuggestionMarketplaces`,
  ),
  ...all(textOrTexts, "disabledMcpjsonServers enabledMcpjsonServers forceLoginOrgUUID"),
  ...all(orNull(listOf(object({ source: text }, ["source"]))), "blockedMarketplaces strictKnownMarketplaces"),
  ...all(anyObject, "env remoteTools"),

  cleanupPeriodDays: number({ whole: true, from: 1 }),
  desktopSessionCleanupPeriodDays: number({ whole: true, from: 0 }),
  feedbackSurveyRate: number({ from: 0, to: 1 }),
  skillListingBudgetFraction: number({ above: 0, to: 1 }),
  skillListingMaxDescChars: number({ whole: true, from: 1 }),
  totalTokensReminderBudget: number({ whole: true, from: 1 }),

  autoUpdatesChannel: oneOf("latest", "stable", "rc"),
  daemonColdStart: oneOf("transient", "ask"),
  defaultShell: oneOf("bash", "powershell"),
  defaultView: oneOf("chat", "transcript"),
  disableAutoMode: orNull(oneOf("disable")),
  disableDeepLinkRegistration: orNull(oneOf("disable")),
  feedbackDrafts: orNull(oneOf("notify", "quiet", "off")),
  managedSourcesBehavior: oneOf("first-wins", "merge"),
  parentSettingsBehavior: oneOf("first-wins", "merge"),
  totalTokensReminder: oneOf("off", "infinite", "fixed", "countdown", "padded-countdown"),
  tui: oneOf("default", "fullscreen"),
  workflowSizeGuideline: oneOf("unrestricted", "small", "medium", "large"),

  allowedChannelPlugins: listOf(
    either(
      "a string or an object",
      ["string", text],
      ["object", object(all(text, "marketplace plugin"), ["marketplace", "plugin"])],
    ),
  ),
  attribution: either(
    "true, false or an object",
    ["boolean", flag],
    ["object", object({ commit: text, pr: text, sessionUrl: flag })],
  ),
  autoMode: object({ ...all(texts, "allow soft_deny hard_deny environment"), classifyAllShell: flag }),
  breakReminder: object({ enabled: flag, message: text }),
  enabledPlugins: recordOf(either("true, false or an array", ["boolean", flag], ["array", texts])),
  fileSuggestion: object({ type: oneOf("command"), command: text }, ["type", "command"]),
  modelOverrides: recordOf(text),
  permissions: object({
    // A rule that makes no sense is skipped alone.
    ...all(
      listOf(() => []),
      "allow deny ask",
    ),
    additionalDirectories: texts,
    defaultMode: oneOf("acceptEdits", "auto", "bypassPermissions", "default", "dontAsk", "plan"),
    ...all(oneOf("disable"), "disableAutoMode disableBypassPermissionsMode"),
  }),
  pluginConfigs: recordOf(anyObject),
  quietHours: object({ enabled: flag, start: text, end: text }),
  remote: object({ defaultEnvironmentId: text }),
  sandbox: object({
    ...all(
      flag,
      `enabled failIfUnavailable autoAllowBashIfSandboxed allowUnsandboxedCommands enableWeakerNestedSandbox
      enableWeakerNetworkIsolation`,
    ),
    excludedCommands: texts,
    filesystem: object(all(texts, "allowWrite denyWrite allowRead denyRead")),
    ignoreViolations: recordOf(texts),
    network: object({
      ...all(texts, "allowedDomains allowUnixSockets deniedDomains"),
      ...all(flag, "allowAllUnixSockets allowLocalBinding"),
      ...all(number(), "httpProxyPort socksProxyPort"),
    }),
  }),
  skillOverrides: recordOf(oneOf("on", "name-only", "user-invocable-only", "off")),
  spinnerVerbs: object({ mode: oneOf("append", "replace"), verbs: texts }, ["mode", "verbs"]),
  sshConfigs: listOf(object(all(text, "id name sshHost"), ["id", "name", "sshHost"])),
  statusLine: object(
    { type: oneOf("command"), command: text, padding: number(), hideVimModeIndicator: flag },
    ["type", "command"],
  ),
  voice: object({ enabled: flag }),
  worktree: object({ ...all(texts, "symlinkDirectories sparsePaths"), baseRef: oneOf("fresh", "head") }),
})

function all(shape: Shape, names: string): Record<string, Shape> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, shape]))
}
